using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gradient of <see cref="GruGates"/>. Inputs: the gradient of h', then z, r, n and m_n (4 units wide), and h. Outputs: the
/// gradients of the input's share and of the state's share (3 units wide each), and of h as far as it goes past the product.
/// </summary>
internal readonly struct GruGatesGradient : IGateRule
{
    public static string Operator => "GruGatesGradient";

    public static IReadOnlyList<int> Inputs { get; } = [1, 4, 1];

    public static IReadOnlyList<int> Outputs { get; } = [3, 3, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<T, TUnit>(TUnit unit)
        where T : struct, IArithmetic<T>
        where TUnit : struct, IGateUnit<T>
    {
        T one = T.Constant(1);
        T dh = unit.Read(0);
        T update = unit.Read(1);
        T reset = unit.Read(2);
        T candidate = unit.Read(3);
        T closed = one - update;
        T dUpdate = dh * (unit.Read(5) - candidate) * (update * closed);
        T dCandidate = dh * closed * (one - candidate * candidate);
        T dReset = dCandidate * unit.Read(4) * (reset * (one - reset));
        unit.Give(0, dUpdate);
        unit.Give(1, dReset);
        unit.Give(2, dCandidate);
        unit.Give(3, dUpdate);
        unit.Give(4, dReset);
        unit.Give(5, dCandidate * reset);
        unit.Give(6, dh * update);
    }
}
