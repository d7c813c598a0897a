using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gates of a GRU whose reset gate works on the product with the state's weights. Inputs: the input's share and the state's share of
/// the gates z, r and the candidate n (in Keras's order, 3 units wide each), and the state h. Outputs: h' = z h + (1 - z) n with
/// n = tanh(x_n + r m_n), and for the gradient z, r, n and m_n (4 units wide).
/// </summary>
internal readonly struct GruGates : IGateRule
{
    public static string Operator => "GruGates";

    public static IReadOnlyList<int> Inputs { get; } = [3, 3, 1];

    public static IReadOnlyList<int> Outputs { get; } = [1, 4];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<T, TUnit>(TUnit unit)
        where T : struct, IArithmetic<T>
        where TUnit : struct, IGateUnit<T>
    {
        T update = T.Sigmoid(unit.Read(0) + unit.Read(3));
        T reset = T.Sigmoid(unit.Read(1) + unit.Read(4));
        T candidate = T.Tanh(unit.Read(2) + reset * unit.Read(5));
        unit.Give(0, update * unit.Read(6) + (T.Constant(1) - update) * candidate);
        unit.Give(1, update);
        unit.Give(2, reset);
        unit.Give(3, candidate);
        unit.Give(4, unit.Read(5));
    }
}
