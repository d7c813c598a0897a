using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Work in parts that is written once for vectors of any width.</summary>
internal interface IWideWork
{
    /// <summary>Does a part.</summary>
    void Compute<TLanes>(int part)
        where TLanes : struct, ILanes<TLanes>;
}
