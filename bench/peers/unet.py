"""The BasicUNet of libs/model: the same layers with the same names, in the same order."""

import torch
from torch import nn
from torch.nn import functional


class BasicUNet(nn.Module):
    """Predicts clean images from noised ones: [n, 1, 28, 28] to the same shape."""

    def __init__(self):
        super().__init__()
        self.down_layers = nn.ModuleList([layer(1, 32), layer(32, 64), layer(64, 64)])
        self.up_layers = nn.ModuleList([layer(64, 64), layer(64, 32), layer(32, 1)])

    def forward(self, noised: torch.Tensor) -> torch.Tensor:
        down0 = functional.silu(self.down_layers[0](noised))
        down1 = functional.silu(self.down_layers[1](functional.max_pool2d(down0, 2)))
        down2 = functional.silu(self.down_layers[2](functional.max_pool2d(down1, 2)))
        up0 = functional.silu(self.up_layers[0](down2))
        up1 = functional.silu(self.up_layers[1](upsample(up0) + down1))
        return functional.silu(self.up_layers[2](upsample(up1) + down0))


def layer(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel_size=5, padding=2)


def upsample(x: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(x, scale_factor=2, mode="nearest")
