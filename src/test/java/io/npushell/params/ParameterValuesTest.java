package io.npushell.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterValuesTest {
    private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

    @ParameterizedTest
    @CsvSource({
        "tp, 08, 8",
        "lr, 1.25e-6, 1.25e-6",
        "epochs, 0.25, 0.25",
        "epochs, 3, 3",
        "append-eod, YES, on",
        "run-type, SFT, sft",
        "model-path, session:12, session:12",
        "model-path, session:last, session:last",
        "work-dir, /data/训练, /data/训练",
        "devices, '0,1,2,3', '0,1,2,3'",
        "devices, '1,10,11', '1,10,11'",
        "master-addr, 10.0.0.1, 10.0.0.1",
        "master-addr, node-0.cluster, node-0.cluster",
        "master-addr, ::1, ::1",
        "warmup-fraction, 0, 0"
    })
    void takesAValueInItsCanonicalSpelling(String name, String typed, String text) {
        assertThat(CATALOG.get(name).value(typed).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tp | 0 | tp cannot be '0': it takes a whole number from 1 to 64",
                "tp | 8.0 | tp cannot be '8.0': it takes a whole number from 1 to 64",
                "tp | \" 8\" | tp cannot be ' 8': it takes a whole number from 1 to 64",
                "tp | 99999999999999999999 | tp cannot be '99999999999999999999': it takes a whole number from 1 to 64",
                "tp | \"\" | tp cannot be '': it takes a whole number from 1 to 64",
                "lr | 0 | lr cannot be '0': it takes a number from 1e-12 to 1",
                "lr | NaN | lr cannot be 'NaN': it takes a number from 1e-12 to 1",
                "lr | 1e999 | lr cannot be '1e999': it takes a number from 1e-12 to 1",
                "run-type | train | run-type cannot be 'train': it takes one of pretrain, retrain, sft, lora",
                "append-eod | maybe | append-eod cannot be 'maybe': it takes on or off",
                "dataset-path | data/x | dataset-path cannot be 'data/x': it takes an absolute path",
                "work-dir | session:12 | work-dir cannot be 'session:12': it takes an absolute path",
                "model-path | session: | model-path cannot be 'session:': it takes an absolute path or session:ID",
                "master-addr | xx.xx.xx.xx | master-addr cannot be 'xx.xx.xx.xx': it takes a host name or an IP address",
                "master-addr | a b | master-addr cannot be 'a b': it takes a host name or an IP address",
                "json-keys | text,title | json-keys cannot be 'text,title': it takes the name of one column, without blanks"
            })
    void refusesWhatItsKindForbidsWithTheRange(String name, String typed, String sentence) {
        OperatorException refusal = catchThrowableOfType(
                OperatorException.class, () -> CATALOG.get(name).value(typed));

        assertThat(refusal).hasMessage(sentence);
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal.remedy()).isEqualTo("explain " + name);
    }

    @ParameterizedTest
    @CsvSource({"'0,1,1'", "'0,00'", "'0-7'", "'0,'", "'a'", "'0, 1'"})
    void refusesDeviceListsThatNameADeviceTwiceOrAreNoLists(String typed) {
        ParameterKind.Reading reading =
                CATALOG.get(ParameterNames.DEVICES).kind().read(typed);

        assertThat(reading).isInstanceOf(ParameterKind.Reading.Refused.class);
    }

    @Test
    void refusesAPathWithALineBreak() {
        ParameterKind.Reading reading =
                CATALOG.get(ParameterNames.WORK_DIR).kind().read("/a\nb");

        assertThat(reading).isInstanceOf(ParameterKind.Reading.Refused.class);
    }

    /** The manual's sample sets image_name to the container's name and a blank. */
    @Test
    void refusesAnImageWithABlank() {
        ParameterKind.Reading reading = CATALOG.get(ParameterNames.IMAGE).kind().read("ascendspeed latest");

        assertThat(reading).isInstanceOf(ParameterKind.Reading.Refused.class);
    }
}
