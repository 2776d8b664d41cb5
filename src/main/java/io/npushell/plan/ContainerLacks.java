package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** A container made by hand has been given all that trainings on NPUs need. */
final class ContainerLacks {
    static final Rule RULE =
            Rule.of("C08", "Container lacks driver, devices or memory", """
                A training needs more of its container than NPUs: the driver's libraries, the control devices davinci_manager, devmm_svm and hisi_hdc, dcmi
                for npu-smi, more /dev/shm than docker's 64 MiB where several ranks load data, and /etc/hccn.conf on several nodes. container start gives
                all but the last; in a container made by hand they are looked for in what docker says of it and inside.\
                """).about(Step.Kind.TRAIN);

    private ContainerLacks() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || !draft.engine().needsNpus()) {
            return List.of();
        }
        return container.lacks().stream()
                .map(lack -> RULE.warning(
                        Certainty.CERTAIN,
                        "container " + container.name() + " " + lack.sentence(),
                        List.of(lack.remedy())))
                .toList();
    }
}
