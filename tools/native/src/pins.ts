/**
 * The version and SHA-256 of every file that the setup fetches. Wheels are pinned to one Python version and platform, because a
 * hash belongs to one file. The libraries in them do not depend on Python.
 */
export interface WheelPin {
  /** Name of the project on PyPI. */
  project: string;
  version: string;
  platform: string;
  sha256: string;
  /** For the progress line only. */
  sizeBytes?: number;
}

export const TENSORFLOW_VERSION = '2.21.0';

/** `pip download` options that name the interpreter of all pinned wheels. */
export const WHEEL_INTERPRETER = '--python-version 3.11 --implementation cp --abi cp311 --abi none'.split(' ');

const cpuWheel: WheelPin = {
  project: 'tensorflow-cpu',
  version: TENSORFLOW_VERSION,
  platform: 'manylinux_2_27_x86_64',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  sizeBytes: 273_829_956,
};

const gpuWheel: WheelPin = {
  project: 'tensorflow',
  version: TENSORFLOW_VERSION,
  platform: 'manylinux_2_27_x86_64',
  sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  sizeBytes: 572_440_367,
};

/** CUDA's libraries: the latest versions that the `and-cuda` extra of tensorflow 2.21.0 allows. */
const cudaWheels = `
  nvidia-cublas-cu12 12.9.3.13 manylinux_2_27_x86_64 d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72
  nvidia-cuda-cupti-cu12 12.9.79 manylinux_2_25_x86_64 096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f
  nvidia-cuda-nvcc-cu12 12.9.86 manylinux2010_x86_64 5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0
  nvidia-cuda-nvrtc-cu12 12.9.86 manylinux2010_x86_64 210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4
  nvidia-cuda-runtime-cu12 12.9.79 manylinux2014_x86_64 25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3
  nvidia-cudnn-cu12 9.28.0.42 manylinux_2_27_x86_64 9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375
  nvidia-cufft-cu12 11.4.1.4 manylinux2014_x86_64 c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28
  nvidia-curand-cu12 10.3.10.19 manylinux_2_27_x86_64 49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e
  nvidia-cusolver-cu12 11.7.5.82 manylinux_2_27_x86_64 15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88
  nvidia-cusparse-cu12 12.5.10.65 manylinux2014_x86_64 73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78
  nvidia-nccl-cu12 2.32.3 manylinux_2_27_x86_64 bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c
  nvidia-nvjitlink-cu12 12.9.86 manylinux2010_x86_64 e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9
`
  .trim()
  .split('\n')
  .map((line): WheelPin => {
    const [project = '', version = '', platform = '', sha256 = ''] = line.trim().split(' ');
    return { project, version, platform, sha256 };
  });

export type Kind = 'cpu' | 'gpu';

export interface LibraryPin {
  tensorflow: WheelPin;
  cuda: WheelPin[];
  /** Space for the wheels and the extracted files. */
  diskBytes: number;
}

export const LIBRARIES: Record<Kind, LibraryPin> = {
  cpu: { tensorflow: cpuWheel, cuda: [], diskBytes: 1.3e9 },
  gpu: { tensorflow: gpuWheel, cuda: cudaWheels, diskBytes: 9e9 },
};

/** The version that `go install` builds. Go's checksum database verifies the source. */
export const NATS_GO_VERSION = '2.15.2';

/**
 * The released server. It is older than the version that `go install` builds, because it is the latest whose checksums were published
 * apart from the download, in the recipes of NATS' official container image. A checksum file beside the download does not protect
 * against a forged download.
 */
export const NATS_RELEASE: { version: string; sha256: Record<string, string> } = {
  version: '2.14.5',
  sha256: {
    'linux-amd64': '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
    'linux-arm64': '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c',
  },
};

/** SHA-256 of the unpacked IDX files. */
export const DATASETS = {
  mnist: {
    'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  'fashion-mnist': {
    'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
} as const;

/** The latest kustomize that Go 1.24 builds. Go's checksum database verifies it and Kubernetes. */
export const KUSTOMIZE_VERSION = '5.8.1';
/** The oldest version that must accept our objects. */
export const KUBERNETES_VERSION = '1.34.4';
