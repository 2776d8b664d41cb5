package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningPortsTest {
    @Test
    void findsAPortThatSomethingListensOn() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(ListeningPorts.here()).contains(port);
        }
        assertThat(ListeningPorts.here()).doesNotContain(port);
    }

    @Test
    void readsOnlyWhatListens() {
        assertThat(ListeningPorts.parse(List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue",
                        "   0: 0100007F:1770 00000000:0000 0A 00000000:00000000",
                        "   1: 0100007F:1771 0100007F:C000 01 00000000:00000000",
                        "   2: 00000000000000000000000001000000:1772 00000000000000000000000000000000:0000 0a 0",
                        "rubbish")))
                .containsExactly(6000, 6002);
        assertThat(ListeningPorts.in(Path.of("/no/such/proc"))).isEmpty();
    }
}
