"""Open the ONNX files in ``pipeline/models``."""

from pathlib import Path

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from newsextract.errors import ConfigError

_RUNTIME_ERRORS = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
)
"""What the runtime raises on a file that it cannot use: its exceptions have no other base than Exception."""


class OnnxModel:
    """A network on one core, and the facts that its file carries."""

    def __init__(self, path: Path, what: str) -> None:
        """Open ``path``, a model of ``what`` (names, links).

        Raises:
            ConfigError: the file is no such network.
        """
        self._path, self._what = path, what
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # workers are processes; threads would only take their cores from each other
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # a plan of memory for each shape pays only where shapes repeat
        try:
            self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            self._facts: dict[str, str] = self.session.get_modelmeta().custom_metadata_map
        except (ValueError, *_RUNTIME_ERRORS) as error:
            raise self.unusable(error) from error

    def fact(self, name: str) -> str:
        """Return a fact of the file.

        Raises:
            ConfigError: it has none of that name.
        """
        try:
            return self._facts[name]
        except KeyError as error:
            raise self.unusable(error) from error

    def unusable(self, error: Exception) -> ConfigError:
        """Return the error that says that the file cannot be used, and why."""
        return ConfigError(f"{self._path}: not a model of {self._what} that can be used: {error}")
