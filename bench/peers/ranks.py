"""Processes of a peer, one per rank, which communicate over gloo on loopback and end together."""

import os
import subprocess
import sys
import threading
import time

import torch
import torch.distributed as dist

RANK, PORT = "PEER_RANK", "PEER_PORT"
LOOPBACK = "127.0.0.1"
# Set for children that end with their parent. Their standard input is a pipe from it.
PARENT_PIPE = "LOCKSTEP_PARENT_PIPE"
INTERRUPTED = 130
POLL_SECONDS = 0.05


def run_ranks(world_size, threads, work):
    """Starts this program once for each rank and waits for all. In the process of a rank, calls work(rank).

    The ranks share the standard output, to which only rank 0 should write. Returns 0 when all ranks succeeded.
    """
    if os.environ.get(PARENT_PIPE) == "1":
        threading.Thread(target=end_with_parent, daemon=True).start()
    if RANK in os.environ:
        join_ranks(int(os.environ[RANK]), world_size, threads, work)
        return 0
    # The rendezvous of the ranks, in this process on a free port.
    meeting = dist.TCPStore(LOOPBACK, 0, is_master=True, wait_for_workers=False)
    return start_ranks(world_size, meeting.port)


def end_with_parent():
    """Ends this process when the pipe from the parent closes, which also happens after kill -9."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(1)


def start_ranks(world_size, port):
    ranks = []
    for rank in range(world_size):
        env = {**os.environ, RANK: str(rank), PORT: str(port), PARENT_PIPE: "1"}
        ranks.append(subprocess.Popen([sys.executable, *sys.argv], env=env, stdin=subprocess.PIPE))
    try:
        return wait_for_all(ranks)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        for rank in ranks:
            rank.kill()
            rank.wait()


def wait_for_all(ranks):
    """Returns the first exit code that is not 0 at once, because the other ranks wait for the failed one."""
    while True:
        codes = [rank.poll() for rank in ranks]
        failed = [code for code in codes if code]
        if failed:
            return abs(failed[0])
        if None not in codes:
            return 0
        time.sleep(POLL_SECONDS)


def join_ranks(rank, world_size, threads, work):
    torch.set_num_threads(threads)
    if sys.platform == "linux":
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    try:
        meeting = dist.TCPStore(LOOPBACK, int(os.environ[PORT]), is_master=False)
        dist.init_process_group("gloo", store=meeting, rank=rank, world_size=world_size)
        work(rank)
        dist.destroy_process_group()
        # Without the interpreter's shutdown, during which a running thread of gloo sometimes aborts the process.
        sys.stdout.flush()
        os._exit(0)
    except KeyboardInterrupt:
        # Without the interpreter's shutdown, during which threads of gloo wait for the other ranks.
        os._exit(INTERRUPTED)


def cores():
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
