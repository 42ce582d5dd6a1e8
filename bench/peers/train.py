"""Trains the BasicUNet in PyTorch on W processes and measures it; the last line on standard output is the result as JSON."""

import argparse
import json
import time

import torch
import torch.distributed as dist
from safetensors.torch import load_file
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from data import Batches, read_images
from ranks import cores, run_ranks
from unet import BasicUNet


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world-size", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--threads", type=int, help="threads of each (default: cores / processes)")
    parser.add_argument("--steps", type=int, default=100, help="steps that count (default: 100)")
    parser.add_argument("--warm-up", type=int, default=20, help="steps before them that do not count (default: 20)")
    parser.add_argument("--batch", type=int, default=128, help="images of one step over all processes (default: 128)")
    parser.add_argument("--data", required=True, help="IDX file with the training images")
    parser.add_argument("--initial-weights", help="safetensors file (default: PyTorch's own, by the seed)")
    parser.add_argument("--seed", type=int, default=0, help="keys order, noise and weights (default: 0)")
    options = parser.parse_args()
    if options.world_size < 1 or options.steps < 1 or options.warm_up < 0:
        parser.error("--world-size and --steps begin at 1, --warm-up at 0")
    if options.batch < 1 or options.batch % options.world_size != 0:
        parser.error(f"--batch={options.batch} cannot be divided among --world-size={options.world_size}")
    options.threads = options.threads or max(1, cores() // options.world_size)
    return options


def make_model(options: argparse.Namespace) -> torch.nn.Module:
    torch.manual_seed(options.seed)
    model = BasicUNet().to(memory_format=torch.channels_last)
    if options.initial_weights:
        model.load_state_dict(load_file(options.initial_weights))
    # One process needs no wrapper, because it exchanges nothing.
    return DistributedDataParallel(model, gradient_as_bucket_view=True) if options.world_size > 1 else model


def train(rank: int, options: argparse.Namespace) -> None:
    model = make_model(options)
    # fused is Adam's fastest form on a CPU: all parameters in one call.
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    batches = Batches(read_images(options.data), options.batch, rank, options.world_size, options.seed)
    losses, seconds = [], []
    dist.barrier()
    before = time.perf_counter()
    for _ in range(options.warm_up + options.steps):
        clean, noised = batches.next()
        loss = functional.mse_loss(model(noised), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        now = time.perf_counter()
        seconds.append(now - before)
        before = now
    means = torch.stack(losses)
    dist.all_reduce(means)
    if rank == 0:
        print(json.dumps(result(options, seconds, (means / options.world_size).tolist())), flush=True)


def result(options: argparse.Namespace, seconds: list[float], losses: list[float]) -> dict:
    counted = seconds[options.warm_up :]
    return {
        "torch": torch.__version__,
        "world_size": options.world_size,
        "threads": options.threads,
        "images_per_second": options.batch * len(counted) / sum(counted),
        "step_seconds": counted,
        # All steps, including the warm-up.
        "losses": losses,
    }


if __name__ == "__main__":
    chosen = read_options()
    raise SystemExit(run_ranks(chosen.world_size, chosen.threads, lambda rank: train(rank, chosen)))
