"""What examples/TrainAnywhere/python/train.py uses of the package onnxruntime, over the library's C functions, on the CPU: the package
cannot be installed everywhere, and the script is to be tested. KERASHARP_TEST_ORT names the library."""

import ctypes
import os

import numpy as np

# Places in the table of functions, which never change.
ERROR_MESSAGE, CREATE_ENV, CREATE_SESSION, RUN, CREATE_OPTIONS = 2, 3, 7, 9, 10
TENSOR_OF_DATA, TENSOR_DATA, ELEMENT_TYPE, DIM_COUNT, DIMS, TYPE_AND_SHAPE, CPU_INFO = 49, 51, 60, 61, 62, 65, 69
RELEASE_STATUS, RELEASE_VALUE, RELEASE_INFO = 93, 96, 99
TYPES = {1: "float32", 2: "uint8", 6: "int32", 7: "int64", 9: "bool", 10: "float16", 11: "float64"}

library = ctypes.CDLL(os.environ["KERASHARP_TEST_ORT"])
library.OrtGetApiBase.restype = ctypes.POINTER(ctypes.c_void_p)
get_api = ctypes.CFUNCTYPE(ctypes.POINTER(ctypes.c_void_p), ctypes.c_uint32)(library.OrtGetApiBase()[0])
api = get_api(17)


def call(place, *arguments, result=ctypes.c_void_p):
    """Calls a function of the table; what it gives back as an error becomes an exception."""
    given = ctypes.CFUNCTYPE(result, *map(type, arguments))(api[place])(*arguments)
    if result is ctypes.c_void_p and given:
        message = call(ERROR_MESSAGE, ctypes.c_void_p(given), result=ctypes.c_char_p).decode()
        call(RELEASE_STATUS, ctypes.c_void_p(given), result=None)
        raise RuntimeError(message)
    return given


def made(place, *arguments):
    """A new object of the runtime's."""
    pointer = ctypes.c_void_p()
    call(place, *arguments, ctypes.pointer(pointer))
    return pointer


def dims_of(shape):
    return (ctypes.c_int64 * len(shape))(*shape)


class OrtValue:
    def __init__(self, pointer, array=None):
        # The array is kept, since the runtime reads its memory.
        self.pointer, self.array = pointer, array

    def __del__(self):
        call(RELEASE_VALUE, self.pointer, result=None)

    @staticmethod
    def ortvalue_from_numpy(array, device="cpu", index=0):
        array = np.array(array, order="C")
        kind = next(key for key, name in TYPES.items() if name == array.dtype)
        address, size = ctypes.c_void_p(array.ctypes.data), ctypes.c_size_t(array.nbytes)
        shape, rank = dims_of(array.shape), ctypes.c_size_t(array.ndim)
        return OrtValue(made(TENSOR_OF_DATA, memory, address, size, shape, rank, ctypes.c_int(kind)), array)

    def numpy(self):
        info = made(TYPE_AND_SHAPE, self.pointer)
        kind, rank = ctypes.c_int(), ctypes.c_size_t()
        call(ELEMENT_TYPE, info, ctypes.pointer(kind))
        call(DIM_COUNT, info, ctypes.pointer(rank))
        shape = dims_of([0] * rank.value)
        call(DIMS, info, shape, rank)
        call(RELEASE_INFO, info, result=None)
        address = made(TENSOR_DATA, self.pointer)
        array = np.empty(tuple(shape), TYPES[kind.value])
        ctypes.memmove(array.ctypes.data, address, array.nbytes)
        return array


class Binding:
    def __init__(self):
        self.inputs, self.outputs, self.results = {}, [], []

    def bind_cpu_input(self, name, array):
        self.inputs[name] = OrtValue.ortvalue_from_numpy(array)

    def bind_ortvalue_input(self, name, value):
        self.inputs[name] = value

    def bind_output(self, name, device):
        self.outputs.append(name)

    def get_outputs(self):
        return self.results


class InferenceSession:
    def __init__(self, path, providers):
        self.pointer = made(CREATE_SESSION, environment, ctypes.c_char_p(path.encode()), made(CREATE_OPTIONS))

    def io_binding(self):
        return Binding()

    def run_with_iobinding(self, binding):
        names = (ctypes.c_char_p * len(binding.inputs))(*(name.encode() for name in binding.inputs))
        values = (ctypes.c_void_p * len(binding.inputs))(*(value.pointer.value for value in binding.inputs.values()))
        wanted = (ctypes.c_char_p * len(binding.outputs))(*(name.encode() for name in binding.outputs))
        given = (ctypes.c_void_p * len(binding.outputs))()
        counts = ctypes.c_size_t(len(names)), ctypes.c_size_t(len(wanted))
        call(RUN, self.pointer, ctypes.c_void_p(), names, values, counts[0], wanted, counts[1], given)
        binding.results = [OrtValue(ctypes.c_void_p(pointer)) for pointer in given]


def get_available_providers():
    return ["CPUExecutionProvider"]


environment = made(CREATE_ENV, ctypes.c_int(3), ctypes.c_char_p(b"train"))
memory = made(CPU_INFO, ctypes.c_int(1), ctypes.c_int(0))
