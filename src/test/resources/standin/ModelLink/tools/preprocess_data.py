"""A stand-in for ModelLink's tools/preprocess_data.py (April 2024): its arguments, its words, its files, the bytes of the text for tokens.

The file `preprocessor` in the code directory says what goes wrong, see the README.
"""
import argparse
import json
import os
import struct
import sys
import time

CODE = os.path.dirname(os.getcwd())


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--handler-name", default="")
    parser.add_argument("--json-keys", nargs="+", default=["text"])
    parser.add_argument("--tokenizer-type", required=True, choices=["GPT2BPETokenizer", "PretrainedFromHF"])
    parser.add_argument("--append-eod", action="store_true")
    parser.add_argument("--tokenizer-name-or-path")
    parser.add_argument("--seq-length", type=int)
    parser.add_argument("--output-prefix", required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--log-interval", type=int, default=100)
    return parser.parse_args()


def require_python_path():
    places = os.environ.get("PYTHONPATH", "").split(":")
    for name in ("AscendSpeed", "ModelLink"):
        if os.path.join(CODE, name) not in places:
            sys.exit("ModuleNotFoundError: No module named '%s' (PYTHONPATH %s)" % (name.lower(), places))


def documents(args):
    with open(args.input, encoding="utf-8") as file:
        text = file.read()
    records = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    if args.handler_name == "GeneralInstructionHandler":
        for record in records:
            asked = list((record["instruction"] + "\n" + record["input"]).encode())
            answer = list(record["output"].encode())
            yield [asked + answer, [1] * len(asked + answer), [-100] * len(asked) + answer]
    else:
        for record in records:
            yield [list(record[args.json_keys[0]].encode())]


def write(prefix, sequences):
    """The pair of files that Megatron's MMapIndexedDatasetBuilder writes, a document for each sequence."""
    with open(prefix + ".bin", "wb") as out:
        for ids in sequences:
            out.write(struct.pack("<%di" % len(ids), *ids))
    if behaviour == "dies-before-the-index":
        print("Traceback (most recent call last):\nKeyError: 'text'", flush=True)
        os._exit(1)
    lengths = [len(ids) for ids in sequences]
    starts = [4 * sum(lengths[:i]) for i in range(len(lengths))]
    with open(prefix + ".idx", "wb") as out:
        out.write(b"MMIDIDX\x00\x00" + struct.pack("<QBQQ", 1, 4, len(lengths), len(lengths) + 1))
        out.write(struct.pack("<%di" % len(lengths), *lengths))
        out.write(struct.pack("<%dq" % len(starts), *starts))
        out.write(struct.pack("<%dq" % (len(lengths) + 1), *range(len(lengths) + 1)))


behaviour = "works"
if os.path.exists(os.path.join(CODE, "preprocessor")):
    with open(os.path.join(CODE, "preprocessor")) as file:
        behaviour = file.read().strip()
args = arguments()
require_python_path()
print("INFO:__main__:building dataset: %s" % args.input)
print("Vocab size: 256\nOutput prefix: %s\nTime to startup:0.1" % args.output_prefix)
if behaviour == "exits-0-with-nothing":
    sys.exit(0)
if behaviour == "waits":
    print("Processed 1 documents (1.0 docs/s, 0.001 MB/s).", flush=True)
    time.sleep(600)
made = list(documents(args))
made = [keys if args.seq_length is None or len(keys[0]) < args.seq_length else [[] for _ in keys] for keys in made]
packed = args.handler_name == "GeneralInstructionHandler"
names = ["packed_input_ids", "packed_attention_mask", "packed_labels"] if packed else [args.json_keys[0]]
for number, name in enumerate(names):
    write("%s_%s_document" % (args.output_prefix, name), [keys[number] for keys in made])
print("Processed %d documents (100.0 docs/s, 1.0 MB/s)." % len(made))
last = "%s_%s_document" % (args.output_prefix, names[-1])
if behaviour == "truncates":
    os.truncate(last + ".bin", os.path.getsize(last + ".bin") // 2)
if behaviour == "fails-after-all":
    print("Exception ignored in: <function Pool.__del__>", flush=True)
    sys.exit(1)
