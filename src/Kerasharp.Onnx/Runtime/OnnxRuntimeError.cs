namespace Kerasharp.Onnx.Runtime;

/// <summary>The kind of an error that ONNX Runtime reports; the numbers are ONNX Runtime's.</summary>
public enum OnnxRuntimeError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>A failure without a kind of its own; a run that was told to stop ends with it.</summary>
    Failure = 1,

    /// <summary>An argument was wrong, such as an input's shape or type.</summary>
    InvalidArgument = 2,

    /// <summary>A file does not exist.</summary>
    NoSuchFile = 3,

    /// <summary>There is no model.</summary>
    NoModel = 4,

    /// <summary>The engine failed.</summary>
    EngineError = 5,

    /// <summary>An exception was thrown while a model ran.</summary>
    RuntimeException = 6,

    /// <summary>The bytes are not a model.</summary>
    InvalidProtobuf = 7,

    /// <summary>A model is loaded already.</summary>
    ModelLoaded = 8,

    /// <summary>The library has no implementation of an operator for these types.</summary>
    NotImplemented = 9,

    /// <summary>The model's graph is wrong.</summary>
    InvalidGraph = 10,

    /// <summary>An execution provider failed.</summary>
    ProviderFailure = 11,
}
