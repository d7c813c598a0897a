using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>What a session says about one of its inputs or outputs, with its name ready for native calls.</summary>
internal sealed unsafe class TensorDescription
{
    private readonly byte[] _utf8;

    private TensorDescription(
        string name,
        int index,
        bool isInput,
        ElementType elementType,
        long[] dims,
        string[] symbols
    )
    {
        Name = name;
        Index = index;
        IsInput = isInput;
        ElementType = elementType;
        Dims = dims;
        Symbols = symbols;
        // Pinned once, so that binding a tensor encodes and pins nothing.
        byte[] utf8 = OrtApi.Utf8(name);
        _utf8 = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_utf8, 0);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its place among the session's inputs or outputs.</summary>
    public int Index { get; }

    /// <summary>Whether it is an input.</summary>
    public bool IsInput { get; }

    /// <summary>Its element type; Undefined where it is no tensor.</summary>
    public ElementType ElementType { get; }

    /// <summary>Its dimensions, -1 where one is not a number.</summary>
    public long[] Dims { get; }

    /// <summary>The names of its symbolic dimensions; empty elsewhere.</summary>
    public string[] Symbols { get; }

    /// <summary>Whether the rank is known; a tensor without it takes any shape.</summary>
    public bool HasShape { get; private init; }

    /// <summary>The name as a C string.</summary>
    public nint NativeName => (nint)Unsafe.AsPointer(ref _utf8[0]);

    /// <summary>Reads what a session says.</summary>
    internal static TensorDescription Read(nint session, int index, bool isInput)
    {
        string name = OrtApi.TakeText(
            OrtApi.Get(
                isInput ? OrtSlot.SessionGetInputName : OrtSlot.SessionGetOutputName,
                session,
                index,
                OrtApi.DefaultAllocator
            )
        );
        nint type = OrtApi.Get(
            isInput ? OrtSlot.SessionGetInputTypeInfo : OrtSlot.SessionGetOutputTypeInfo,
            session,
            index
        );
        try
        {
            nint tensor = OrtApi.Get(OrtSlot.CastTypeInfoToTensorInfo, type);
            if (tensor == 0)
                return new TensorDescription(name, index, isInput, ElementType.Undefined, [], []);
            (ElementType elementType, long[] dims) = TensorShape.Read(tensor);
            return new TensorDescription(
                name,
                index,
                isInput,
                elementType,
                dims,
                TensorShape.ReadSymbols(tensor, dims.Length)
            )
            {
                HasShape = dims.Length > 0,
            };
        }
        finally
        {
            OrtApi.Release(OrtSlot.ReleaseTypeInfo, type);
        }
    }

    /// <summary>Refuses a tensor of another type or shape.</summary>
    /// <exception cref="ArgumentException">The tensor does not fit.</exception>
    public void Check(DeviceTensor tensor)
    {
        bool fits = tensor.ElementType == ElementType || ElementType == ElementType.Undefined;
        if (fits && HasShape)
        {
            long[] dims = tensor.Dims;
            fits = dims.Length == Dims.Length;
            for (int i = 0; fits && i < dims.Length; i++)
                fits = Dims[i] < 0 || Dims[i] == dims[i];
        }
        if (!fits)
            throw new ArgumentException(
                $"The {(IsInput ? "input" : "output")} '{Name}' was given a tensor of {tensor.ElementType} {TensorShape.Text(tensor.Dims)}; "
                    + $"{ElementType} {this} was expected. Bind a tensor of that type and shape."
            );
    }

    /// <summary>The shape, such as (batch, 28, 28).</summary>
    public override string ToString() => HasShape ? TensorShape.Text(Dims, Symbols) : "of any shape";
}
