"""Measures gloo's all-reduce of a gradient followed by Adam in each of W processes; the last line is the result as JSON."""

import argparse
import json
import time

import torch
import torch.distributed as dist

from ranks import cores, run_ranks

FLOAT_BYTES = 4


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world-size", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--threads", type=int, help="threads of each (default: cores / processes, at least 1)")
    parser.add_argument("--sizes-bytes", default="1236228", help="bytes of the vectors, separated by commas")
    parser.add_argument("--rounds", type=int, default=50, help="exchanges of each size that count (default: 50)")
    parser.add_argument("--warm-up", type=int, default=5, help="exchanges before them that do not count (default: 5)")
    options = parser.parse_args()
    if options.world_size < 1 or options.rounds < 1 or options.warm_up < 0:
        parser.error("--world-size and --rounds begin at 1, --warm-up at 0")
    try:
        options.sizes_bytes = [int(size) for size in options.sizes_bytes.split(",")]
    except ValueError:
        parser.error(f"--sizes-bytes={options.sizes_bytes} is not a list of whole numbers")
    if any(size < FLOAT_BYTES or size % FLOAT_BYTES for size in options.sizes_bytes):
        parser.error(f"--sizes-bytes: each must be a multiple of {FLOAT_BYTES}")
    options.threads = options.threads or max(1, cores() // options.world_size)
    return options


def exchange(rank: int, options: argparse.Namespace) -> None:
    sizes = [measure(size, options) for size in options.sizes_bytes]
    if rank == 0:
        about = {"torch": torch.__version__, "world_size": options.world_size, "threads": options.threads}
        print(json.dumps({**about, "sizes": sizes}), flush=True)


def measure(size_bytes: int, options: argparse.Namespace) -> dict:
    """Measures one size. The time of a round is that of the slowest rank, because all ranks need new weights to continue."""
    weights = torch.nn.Parameter(torch.zeros(size_bytes // FLOAT_BYTES))
    weights.grad = torch.full_like(weights, 1e-3)
    optimizer = torch.optim.Adam([weights], lr=1e-3, fused=True)
    all_reduce, total = [], []
    for _ in range(options.warm_up + options.rounds):
        dist.barrier()
        start = time.perf_counter()
        dist.all_reduce(weights.grad)
        weights.grad.div_(options.world_size)
        reduced = time.perf_counter()
        optimizer.step()
        all_reduce.append(reduced - start)
        total.append(time.perf_counter() - start)
    slowest = torch.tensor([all_reduce, total], dtype=torch.float64)[:, options.warm_up :].mul(1000)
    dist.all_reduce(slowest, op=dist.ReduceOp.MAX)
    return {
        "size_bytes": size_bytes,
        "all_reduce_ms": slowest[0].tolist(),
        "all_reduce_and_adam_ms": slowest[1].tolist(),
    }


if __name__ == "__main__":
    chosen = read_options()
    raise SystemExit(run_ranks(chosen.world_size, chosen.threads, lambda rank: exchange(rank, chosen)))
