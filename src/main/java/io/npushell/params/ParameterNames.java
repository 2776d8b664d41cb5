package io.npushell.params;

/** The names by which code speaks of single parameters; {@link ParameterCatalog} has one entry for each. */
public final class ParameterNames {
    public static final String MODEL_TYPE = "model-type";
    public static final String RUN_TYPE = "run-type";
    public static final String DATASET_PATH = "dataset-path";
    public static final String TOKENIZER_PATH = "tokenizer-path";
    public static final String MODEL_PATH = "model-path";
    public static final String HF_PATH = "hf-path";
    public static final String CONVERTER = "converter";
    public static final String PARAMS_DTYPE = "params-dtype";
    public static final String PADDED_VOCAB_SIZE = "padded-vocab-size";
    public static final String EXPORT = "export";
    public static final String RAW_INPUT = "raw-input";
    public static final String JSON_KEYS = "json-keys";
    public static final String APPEND_EOD = "append-eod";
    public static final String HANDLER = "handler";
    public static final String LONG_DOCUMENTS = "long-documents";
    public static final String PREPROCESSOR = "preprocessor";
    public static final String DATA_WORKERS = "data-workers";
    public static final String TRAIN_ITERS = "train-iters";
    public static final String EPOCHS = "epochs";
    public static final String SAVE_INTERVAL = "save-interval";
    public static final String LOG_INTERVAL = "log-interval";
    public static final String MICRO_BATCH = "mbs";
    public static final String GLOBAL_BATCH = "gbs";
    public static final String SEQ_LEN = "seq-len";
    public static final String TENSOR_PARALLEL = "tp";
    public static final String PIPELINE_PARALLEL = "pp";
    public static final String LEARNING_RATE = "lr";
    public static final String MIN_LEARNING_RATE = "min-lr";
    public static final String WARMUP_FRACTION = "warmup-fraction";
    public static final String WEIGHT_DECAY = "weight-decay";
    public static final String CLIP_GRAD = "clip-grad";
    public static final String SEED = "seed";
    public static final String LORA_R = "lora-r";
    public static final String LORA_ALPHA = "lora-alpha";
    public static final String LORA_TARGET_MODULES = "lora-target-modules";
    public static final String MASTER_ADDR = "master-addr";
    public static final String MASTER_PORT = "master-port";
    public static final String NNODES = "nnodes";
    public static final String NODE_RANK = "node-rank";
    public static final String DEVICES = "devices";
    public static final String THREADS = "threads";
    public static final String WORK_DIR = "work-dir";
    public static final String MIRROR = "mirror";
    public static final String CODE_DIR = "code-dir";
    public static final String CONTAINER = "container";
    public static final String IMAGE = "image";
    public static final String CONTAINER_USER = "container-user";
    public static final String CONTAINER_NPUS = "container-npus";
    public static final String CONTAINER_MOUNTS = "container-mounts";
    public static final String CONTAINER_CPUS = "container-cpus";
    public static final String CONTAINER_MEMORY = "container-memory";
    public static final String CONTAINER_SHM = "container-shm";

    private ParameterNames() {}
}
