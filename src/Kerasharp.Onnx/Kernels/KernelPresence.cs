namespace Kerasharp.Onnx.Kernels;

/// <summary>Whether an input or output of a kernel must be there; the numbers are ONNX Runtime's.</summary>
internal enum KernelPresence
{
    /// <summary>It must.</summary>
    Required = 0,

    /// <summary>It may be absent. In front of a variadic one its place must still be taken, by an empty name.</summary>
    Optional = 1,

    /// <summary>There may be any number, none included, each of a type of its own.</summary>
    Variadic = 2,
}
