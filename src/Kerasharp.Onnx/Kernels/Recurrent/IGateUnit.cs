using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>Where a unit's gates read and write: memory, or a graph.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
internal interface IGateUnit<T>
    where T : struct, IArithmetic<T>
{
    /// <summary>A value of the inputs, which are counted one after the other, gate by gate.</summary>
    T Read(int index);

    /// <summary>Sets a value of the outputs, counted likewise.</summary>
    void Give(int index, T value);
}
