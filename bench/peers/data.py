"""Images of an IDX file, and endless batches of them: clean and noised."""

import struct

import torch

IDX_IMAGES = 0x0803
HEADER_BYTES = 16


def read_images(path: str) -> torch.Tensor:
    """All images of an IDX file as [n, 1, height, width], float32 in 0..1."""
    try:
        with open(path, "rb") as file:
            content = bytearray(file.read())
    except OSError as error:
        raise SystemExit(f"error: --data={path} cannot be read: {error.strerror}") from error
    magic, count, height, width = struct.unpack(">IIII", content[:HEADER_BYTES].ljust(HEADER_BYTES, b"\0"))
    if magic != IDX_IMAGES or len(content) != HEADER_BYTES + count * height * width:
        raise SystemExit(f"error: --data={path} is not a complete IDX file of images: give another file")
    pixels = torch.frombuffer(content, dtype=torch.uint8, offset=HEADER_BYTES)
    return pixels.reshape(count, 1, height, width).float() / 255


class Batches:
    """A rank's part of each global batch. Every epoch has each image once, in an order that is equal on all ranks."""

    def __init__(self, images: torch.Tensor, batch: int, rank: int, world_size: int, seed: int):
        self.images = images
        self.batch = batch
        self.size = batch // world_size
        self.first = rank * self.size
        self.order = torch.Generator().manual_seed(seed)
        self.noise = torch.Generator().manual_seed(seed + 1 + rank)
        self.permutation = torch.empty(0, dtype=torch.int64)
        self.position = 0

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Clean and noised images of the next step, [batch / world_size, 1, height, width] each, channels last."""
        if self.position + self.batch > len(self.permutation):
            self.permutation = torch.randperm(len(self.images), generator=self.order)
            self.position = 0
        start = self.position + self.first
        clean = self.images[self.permutation[start : start + self.size]].contiguous(memory_format=torch.channels_last)
        self.position += self.batch
        return clean, self.corrupt(clean)

    def corrupt(self, clean: torch.Tensor) -> torch.Tensor:
        """x (1 - a) + u a, with u uniform for each pixel and one amount a for each image."""
        uniform = torch.rand(clean.shape, generator=self.noise).contiguous(memory_format=torch.channels_last)
        amount = torch.rand(len(clean), 1, 1, 1, generator=self.noise)
        return clean.lerp(uniform, amount)
