package io.npushell.plan.engine;

import io.npushell.model.RunType;
import io.npushell.plan.Draft;
import io.npushell.plan.Finding.Certainty;
import io.npushell.plan.NodeCommand;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.NamedEngine;
import java.util.List;

/** What trains: how it is started, what it needs of the machine, and what it can. Pure, as planning is. */
public interface Engine extends NamedEngine {
    /** As sentences name it: "the embedded engine". */
    String title();

    /** What the plan calls the training: the script, or the engine. */
    String program(ModelProfile profile);

    /** The training: one command for each node, whose environment or words say everything it is to know. */
    List<NodeCommand> commands(Draft draft);

    /** Names of scripts that a session gets a copy of and runs, resources beside the embedded engine's; empty where the script is the operator's. */
    List<String> scripts();

    /** Whether it trains on NPUs: one rank on each, and two trainings never share one. */
    boolean needsNpus();

    /** Whether ranks share the training, on one node or several; else one process does it all, and TP and PP only cut the checkpoint. */
    boolean distributes();

    /** Whether its script is of a code package in the workspace, with the tools of upstream beside it. */
    boolean needsCodePackage();

    /** Whether it runs in the java that npu-shell's own steps run in. */
    boolean needsJava();

    /** Whether it reads a parameter; what only the script's text can tell is taken as read. */
    boolean reads(String parameter);

    /** Whether it reads weights and tokenizer just as npu-shell does: what npu-shell cannot read, it cannot, and it loads no tokenizer beside it. */
    boolean readsAsNpuShell();

    /** Whether its vocabulary is the profile's, whatever TP; else the script pads it. */
    boolean keepsVocabulary();

    /** Whether a training of this type can be gone on with. */
    boolean resumes(RunType runType);

    /** Whether its scheduler refuses a checkpoint of another schedule, unless the script tells it not to. */
    boolean guardsSchedule();

    /** Whether what it trained can be sampled on this machine. */
    boolean samples();

    /** How sure npu-shell is of what it does. */
    Certainty certainty();

    /** Bytes of one checkpoint, optimizer state included. */
    long checkpointBytes(Draft draft);
}
