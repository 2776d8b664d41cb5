"""A stand-in for ModelLink's tools/checkpoint/util.py (March 2024): a loader, a saver in a process of its own, a bounded queue between
them, and nobody who looks how the saver ended. Its files are those in `prepared` of the code directory.

The file `converter` in the code directory says what goes wrong, see the README.
"""
import argparse
import multiprocessing
import os
import shutil
import sys
import time

CODE = os.path.dirname(os.getcwd())
behaviour = "works"
if os.path.exists(os.path.join(CODE, "converter")):
    with open(os.path.join(CODE, "converter")) as file:
        behaviour = file.read().strip()


def arguments():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--model-type", required=True, choices=["GPT", "BERT"])
    parser.add_argument("--loader", default="megatron")
    parser.add_argument("--saver", default="megatron")
    parser.add_argument("--load-dir", required=True)
    parser.add_argument("--save-dir", required=True)
    parser.add_argument("--max-queue-size", type=int, default=50)
    parser.add_argument("--no-checking", action="store_false")
    parser.add_argument("--tokenizer-model", required=True)
    parser.add_argument("--add-qkv-bias", action="store_true")
    parser.add_argument("--target-tensor-parallel-size", type=int)
    parser.add_argument("--target-pipeline-parallel-size", type=int)
    return parser.parse_args()


def receive(queue, name):
    message = queue.get()
    if message == "exit":
        print("Loader exited, exiting saver", flush=True)
        os._exit(1)
    print("received %s" % message, flush=True)


def save(queue, args):
    receive(queue, "embeddings")
    if behaviour == "saver-dies":
        os._exit(1)
    while True:
        message = queue.get()
        if message == "done":
            break
        print("received %s" % message, flush=True)
    prepared = os.path.join(CODE, "prepared")
    shutil.copytree(os.path.join(prepared, "iter_0000001"), os.path.join(args.save_dir, "iter_0000001"), dirs_exist_ok=True)
    ranks = sorted(os.listdir(os.path.join(args.save_dir, "iter_0000001")))
    last = os.path.join(args.save_dir, "iter_0000001", ranks[-1])
    if behaviour == "misses-a-rank":
        shutil.rmtree(last)
    if behaviour == "truncates":
        file = os.path.join(last, "model_optim_rng.pt")
        os.truncate(file, os.path.getsize(file) // 2)
    if behaviour != "misses-the-tracker":
        shutil.copy(os.path.join(prepared, "latest_checkpointed_iteration.txt"), args.save_dir)
    print("Done!", flush=True)
    if behaviour == "hangs-after-done":
        time.sleep(600)


def load(queue, args):
    print("sending embeddings", flush=True)
    queue.put("embeddings")
    for layer in range(80):
        queue.put("transformer layer %d" % layer)
    print("sending final norm", flush=True)
    queue.put("final norm")
    queue.put("output layer")
    queue.put("done")


def main():
    args = arguments()
    for name in ("AscendSpeed", "ModelLink"):
        if os.path.join(CODE, name) not in os.environ.get("PYTHONPATH", "").split(":"):
            sys.exit("ModuleNotFoundError: No module named '%s'" % name.lower())
    if not os.path.exists(args.tokenizer_model):
        sys.exit("OSError: %s does not exist" % args.tokenizer_model)
    queue = multiprocessing.Queue(maxsize=args.max_queue_size)
    print("Starting saver...", flush=True)
    saver = multiprocessing.Process(target=save, args=(queue, args))
    saver.start()
    print("Starting loader...", flush=True)
    load(queue, args)
    print("Waiting for saver to complete...", flush=True)
    saver.join()
    if behaviour == "fails-after-all":
        sys.exit(1)


if __name__ == "__main__":
    main()
