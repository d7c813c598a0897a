using System.Text.Json;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.References;

/// <summary>Numbers of reference files as tensors.</summary>
internal static class ReferenceTensors
{
    /// <summary>Nested arrays, row by row.</summary>
    public static double[] Numbers(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().SelectMany(Numbers).ToArray()
            : [json.GetDouble()];

    /// <summary>Nested arrays as float32.</summary>
    public static ConstantTensor Floats(this JsonElement json) =>
        ConstantTensor.Of<float>(Array.ConvertAll(json.Numbers(), n => (float)n), Dims(json));

    /// <summary>Nested arrays as float64.</summary>
    public static ConstantTensor Doubles(this JsonElement json) =>
        ConstantTensor.Of<double>(json.Numbers(), Dims(json));

    /// <summary>Nested arrays as int32.</summary>
    public static ConstantTensor Ints(this JsonElement json) =>
        ConstantTensor.Of<int>(Array.ConvertAll(json.Numbers(), n => (int)n), Dims(json));

    private static long[] Dims(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [json.GetArrayLength(), .. Dims(json[0])] : [];
}
