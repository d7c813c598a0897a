using System.Runtime.InteropServices;
using Kerasharp.Datasets;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>Weights as NumPy's npz, in Keras's order, for the way to and from Keras in Python.</summary>
internal static class NpzWeights
{
    private static readonly (Type Net, ElementType Onnx)[] Types =
    [
        (typeof(float), ElementType.Float32),
        (typeof(double), ElementType.Float64),
        (typeof(Half), ElementType.Float16),
        (typeof(long), ElementType.Int64),
        (typeof(int), ElementType.Int32),
        (typeof(short), ElementType.Int16),
        (typeof(sbyte), ElementType.Int8),
        (typeof(ulong), ElementType.UInt64),
        (typeof(uint), ElementType.UInt32),
        (typeof(ushort), ElementType.UInt16),
        (typeof(byte), ElementType.UInt8),
        (typeof(bool), ElementType.Bool),
    ];

    public static void Save(string path, IReadOnlyList<Weight> weights)
    {
        string[] keys = WeightKeys.Of(weights);
        foreach (var weight in weights)
            if (!Array.Exists(Types, t => t.Onnx == weight.ElementType))
                throw new ArgumentException(
                    $"The weight '{weight.Path}' of {weight.ElementType} came for '{path}'; a type that NumPy has was expected. Save the weights as .safetensors."
                );
        NpzFile.Write(path, weights.Select((w, i) => KeyValuePair.Create(keys[i], ToArray(w))));
    }

    /// <summary>Reads arrays under the weights' names, or in their order whatever they are called; all are checked before one is read.</summary>
    /// <returns>What sets the weights.</returns>
    /// <exception cref="DatasetFormatException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">Number, names, shapes or types do not fit.</exception>
    public static Action Load(string path, IReadOnlyList<Weight> weights, string model)
    {
        using var file = NpzFile.Open(path);
        StoredWeight[] stored =
        [
            .. file.Names.Select(name =>
            {
                var (type, lengths) = file.ReadShape(name);
                return new StoredWeight(name, Array.Find(Types, t => t.Net == type).Onnx, lengths);
            }),
        ];
        int[] places = WeightMatch.Find(path, stored, weights, WeightKeys.Of(weights), model, anyFloat: true);
        byte[][] elements = new byte[places.Length][];
        for (int i = 0; i < places.Length; i++)
            elements[i] = Converted(file.Read(stored[places[i]].Name), weights[i].ElementType);
        return () =>
        {
            for (int i = 0; i < elements.Length; i++)
                weights[i].WriteMerged(elements[i]);
        };
    }

    private static NpyArray ToArray(Weight weight) =>
        new(Array.Find(Types, t => t.Onnx == weight.ElementType).Net, weight.Shape.ToArray(), weight.ReadMerged());

    /// <summary>The elements as the weight's type; NumPy's are double where nobody asked for less.</summary>
    private static byte[] Converted(NpyArray array, ElementType type)
    {
        if (Array.Find(Types, t => t.Net == array.ElementType).Onnx == type)
            return array.Bytes;
        double[] numbers =
            array.ElementType == typeof(double) ? MemoryMarshal.Cast<byte, double>(array.Bytes).ToArray()
            : array.ElementType == typeof(float)
                ? Array.ConvertAll(MemoryMarshal.Cast<byte, float>(array.Bytes).ToArray(), x => (double)x)
            : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(array.Bytes).ToArray(), x => (double)x);
        return type switch
        {
            ElementType.Float64 => MemoryMarshal.AsBytes<double>(numbers).ToArray(),
            ElementType.Float32 => MemoryMarshal.AsBytes<float>(Array.ConvertAll(numbers, x => (float)x)).ToArray(),
            ElementType.Float16 => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(numbers, x => (Half)x)).ToArray(),
            _ => throw new ArgumentException(
                $"An array of {array.ElementType.Name} came for a weight of {type}; one of that type was expected. Convert it with astype first."
            ),
        };
    }
}
