"""Tokens per second of npu-shell's data step beside the way upstream's Python tool works, same text, tokenizer and processes, in one run.

    python3 src/bench/data_preparation.py GPT2_DIRECTORY [DOCUMENTS]      (needs the Python package tokenizers)

GPT2_DIRECTORY holds vocab.json and merges.txt. Upstream's side is what its handler does for each record, a call of the fast tokenizer and a
copy of the ids, in as many processes as there are cores, and numpy or array writing of int32 at the end; the work of the `datasets` library around
it (an Arrow cache written and read again) is left out, so that the real tool is slower than this.
"""
import array, json, multiprocessing, os, subprocess, sys, tempfile, time

from tokenizers import Tokenizer, models, pre_tokenizers

gpt2 = sys.argv[1]
documents = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ["TOKENIZERS_PARALLELISM"] = "false"


def tokenizer():
    merges = [tuple(line.split(" ")) for line in open(f"{gpt2}/merges.txt", encoding="utf-8").read().split("\n")[1:] if line]
    made = Tokenizer(models.BPE(json.load(open(f"{gpt2}/vocab.json", encoding="utf-8")), merges))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return made


def start():
    global encoder
    encoder = tokenizer()


def encode(line):
    ids = encoder.encode(json.loads(line)["text"]).ids
    return {"input_ids": [ids], "attention_mask": [[1] * len(ids)], "labels": [ids.copy()]}


def upstream(source, target, workers):
    tokens = 0
    with multiprocessing.Pool(workers, start) as pool, open(target, "wb") as out, open(source, encoding="utf-8") as lines:
        for record in pool.imap(encode, lines, chunksize=1000):
            for ids in record["input_ids"]:
                out.write(array.array("i", ids).tobytes())
                tokens += len(ids)
    return tokens


def main():
    workers = os.cpu_count()
    with tempfile.TemporaryDirectory() as work:
        tales = [json.loads(line)["text"] for line in open(f"{root}/docs/examples/operator-tales.jsonl", encoding="utf-8")]
        source = f"{work}/text.jsonl"
        with open(source, "w", encoding="utf-8") as out:
            for i in range(documents):
                parts = [tales[(i * 7 + k * 13) % len(tales)] for k in range(4)]
                out.write(json.dumps({"text": f"{i} " + " ".join(parts)}, ensure_ascii=False) + "\n")
        for round_ in range(3):
            begun = time.time()
            tokens = upstream(source, f"{work}/python.bin", workers)
            python = time.time() - begun
            begun = time.time()
            subprocess.run(
                ["java", "-Xmx256m", "-cp", os.environ["CLASS_PATH"], "io.npushell.step.Main", "data", "--input", source,
                 "--output-prefix", f"{work}/own", "--tokenizer-name-or-path", gpt2],
                check=True, stdout=subprocess.DEVNULL)
            own = time.time() - begun
            same = open(f"{work}/python.bin", "rb").read() == open(f"{work}/own_text_document.bin", "rb").read()
            print(f"{tokens} tokens, {workers} workers: python {tokens / python / 1e6:.2f} Mtok/s, npu-shell {tokens / own / 1e6:.2f} Mtok/s, "
                  f"{python / own:.1f}x, same bytes: {same}", flush=True)


if __name__ == "__main__":
    main()
