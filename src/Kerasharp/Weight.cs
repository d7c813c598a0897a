using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Regularizers;
using Kerasharp.Training;

namespace Kerasharp;

/// <summary>
/// A named tensor that a layer, a metric or an optimizer keeps from step to step. What is public of it is in Keras's shape and order;
/// in memory its axes may lie otherwise, as the runtime wants them.
/// </summary>
public sealed class Weight
{
    private readonly int[] _storage;

    internal Weight(
        string path,
        long[] shape,
        ElementType type,
        Initializer? initializer,
        ulong seed,
        bool trainable,
        Regularizer? regularizer,
        int[]? storage,
        long[]? stored = null
    )
    {
        Path = path;
        Shape = Shape.Of(shape);
        IsMadeTrainable = Trainable = trainable;
        Regularizer = regularizer;
        _storage = storage ?? Enumerable.Range(0, shape.Length).ToArray();
        State = new State(path, type, stored ?? Ordered.ToArray(), initializer is null ? null : Fill);

        void Fill(Span<byte> bytes)
        {
            var values = new float[Shape.ElementCount];
            initializer!.Fill(values, Shape.ToArray(), new RandomSource(seed, stream: 1));
            Arrange(ToBytes(values, type), bytes, type, Shape, _storage);
        }
    }

    internal Weight(string path, ConstantTensor tensor, bool trainable)
    {
        Path = path;
        Shape = tensor.Shape;
        IsMadeTrainable = Trainable = trainable;
        _storage = Enumerable.Range(0, Shape.Rank).ToArray();
        State = new State(path, tensor.Type, Shape.ToArray(), bytes => tensor.Bytes.CopyTo(bytes));
    }

    /// <summary>The layer's name and the weight's, as in <c>dense/kernel</c>.</summary>
    public string Path { get; internal set; }

    /// <summary>The weight's name in its layer, as <c>kernel</c>.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The dimensions, in Keras's order.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => State.Type;

    /// <summary>Whether training changes the weight; its layer may be frozen besides.</summary>
    public bool Trainable { get; set; }

    /// <summary>The penalty that the weight adds to the loss, or none.</summary>
    public Regularizer? Regularizer { get; }

    /// <summary>What the weight must fulfil after each update, or nothing.</summary>
    public Constraint? Constraint { get; internal init; }

    /// <summary>Whether it was made to be trained, which decides its place in the order of weights, frozen or not.</summary>
    internal bool IsMadeTrainable { get; }

    /// <summary>The product of two small matrices that is added to the weight (LoRA), or none.</summary>
    internal LowRankAdapter? Adapter { get; set; }

    /// <summary>Whether it is part of another weight's adapter, so that files hold it merged into that one.</summary>
    internal bool IsAdapter { get; init; }

    /// <summary>The tensor in memory, its axes in the runtime's order, neighbouring ones perhaps taken together.</summary>
    internal State State { get; }

    /// <summary>The dimensions in the order of memory.</summary>
    private Shape Ordered => Shape.Permute(_storage);

    /// <summary>The number of elements.</summary>
    public long Count => Shape.ElementCount;

    /// <summary>The size in bytes.</summary>
    public long ByteLength => Count * ElementType.Size();

    /// <summary>A copy of the elements, in Keras's order; those of another floating-point type as the nearest float32.</summary>
    /// <exception cref="InvalidOperationException">The elements are no floating-point numbers.</exception>
    public Tensor<float> GetValue()
    {
        if (!ElementType.IsFloat())
            throw new InvalidOperationException(
                $"The weight '{Path}' holds {ElementType}; only floating-point weights are given out as Tensor<float>."
            );
        var elements = MemoryMarshal.Cast<byte, float>(In(ElementType.Float32, ReadLogical(), ElementType)).ToArray();
        return Tensor.Create(elements, Array.ConvertAll(Given.ToArray(), d => (nint)d));
    }

    /// <summary>A copy of the elements as they are, in Keras's order: of a weight of float64 <c>GetValue&lt;double&gt;()</c>.</summary>
    /// <typeparam name="T">The .NET type of the weight's elements.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Tensor<T> GetValue<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException(
                $"Elements of {typeof(T).Name} were asked for of the weight '{Path}', which holds {ElementType}; its own type was expected. Call GetValue(), which gives all as float."
            );
        var elements = MemoryMarshal.Cast<byte, T>(ReadLogical()).ToArray();
        return Tensor.Create(elements, Array.ConvertAll(Given.ToArray(), d => (nint)d));
    }

    /// <summary>The shape in which elements are given out and taken: a single number is a tensor of one, since Tensor has no other.</summary>
    private Shape Given => Shape.Rank == 0 ? Shape.Of(1) : Shape;

    /// <summary>Sets the elements, given in Keras's order; those of a weight of another floating-point type are converted.</summary>
    /// <exception cref="ArgumentException">The shape is another one.</exception>
    public void SetValue(Tensor<float> value)
    {
        CheckShape(value);
        var elements = new float[value.FlattenedLength];
        value.FlattenTo(elements);
        WriteLogical(In(ElementType, MemoryMarshal.AsBytes(elements.AsSpan()), ElementType.Float32));
    }

    /// <summary>Refuses a tensor that does not fit.</summary>
    internal void CheckShape(Tensor<float> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var given = Shape.Of(Array.ConvertAll(value.Lengths.ToArray(), l => (long)l));
        if (!given.Equals(Given) || !ElementType.IsFloat())
        {
            throw new ArgumentException(
                $"A tensor {given} of Float32 came for the weight '{Path}', which is {Given} of {ElementType}. Give one of that shape."
            );
        }
    }

    /// <summary>The elements in Keras's order, as bytes.</summary>
    internal byte[] ReadLogical()
    {
        byte[] stored = State.ReadBytes();
        var logical = new byte[stored.Length];
        Arrange(stored, logical, ElementType, Ordered, Permutations.Inverse(_storage));
        return logical;
    }

    /// <summary>Sets the elements from bytes in Keras's order.</summary>
    internal void WriteLogical(ReadOnlySpan<byte> logical)
    {
        var stored = new byte[logical.Length];
        Arrange(logical, stored, ElementType, Shape, _storage);
        State.Write<byte>(stored);
    }

    /// <summary>The elements with the adapter merged into them, in Keras's order.</summary>
    internal byte[] ReadMerged() => Adapter?.Merge(ReadLogical()) ?? ReadLogical();

    /// <summary>The same in the order of memory.</summary>
    internal byte[] ReadMergedStored()
    {
        byte[] logical = ReadMerged();
        var stored = new byte[logical.Length];
        Arrange(logical, stored, ElementType, Shape, _storage);
        return stored;
    }

    /// <summary>Sets the elements from what <see cref="ReadMerged"/> gave: the adapter adds nothing then.</summary>
    internal void WriteMerged(ReadOnlySpan<byte> logical)
    {
        WriteLogical(logical);
        Adapter?.Clear();
    }

    /// <summary>A weight of the same shape, type and order in memory, of zeros or as the initializer fills it: an optimizer's slot.</summary>
    internal Weight Alike(string path, Initializer? initializer = null) =>
        new(path, Shape.ToArray(), ElementType, initializer, 0, trainable: false, null, _storage, State.Dims);

    /// <summary>From the graph's input, which lies as in memory, to Keras's order; the transposition meets its opposite and is gone.</summary>
    internal Value ToLogical(Value stored) => Op.Transpose(Op.Reshape(stored, Ordered), Permutations.Inverse(_storage));

    /// <summary>From Keras's order to that of memory.</summary>
    internal Value ToStored(Value logical) => Op.Reshape(Op.Transpose(logical, _storage), Shape.Of(State.Dims));

    private static ReadOnlySpan<byte> ToBytes(float[] values, ElementType type) =>
        type switch
        {
            _ when type.IsFloat() => In(type, MemoryMarshal.AsBytes<float>(values), ElementType.Float32),
            ElementType.Int64 => MemoryMarshal.AsBytes<long>(Array.ConvertAll(values, v => (long)v)),
            _ => throw new NotSupportedException(
                $"Initializers fill weights of floating-point numbers and int64; {type} was asked for."
            ),
        };

    /// <summary>Floating-point numbers of one type as bytes of another.</summary>
    internal static ReadOnlySpan<byte> In(ElementType type, ReadOnlySpan<byte> numbers, ElementType from)
    {
        if (type == from)
            return numbers;
        long[] dims = [numbers.Length / from.Size()];
        return WidenElements.Converted(new ConstantTensor(from, dims, numbers.ToArray()), type).Bytes;
    }

    private static void Arrange(ReadOnlySpan<byte> from, Span<byte> to, ElementType type, Shape shape, int[] order)
    {
        if (Permutations.IsIdentity(order))
            from.CopyTo(to);
        else
            ConstantFolding
                .Transpose(new ConstantTensor(type, shape.ToArray(), from.ToArray()), order)
                .Bytes.CopyTo(to);
    }
}
