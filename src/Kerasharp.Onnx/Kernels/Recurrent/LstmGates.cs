using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gates of an LSTM. Inputs: what goes into the gates i, f, g, o (in Keras's order, 4 units wide), and the cell c. Outputs:
/// h' = o tanh(c'), c' = f c + i g, and for the gradient the open gates (4 units wide) and tanh(c').
/// </summary>
internal readonly struct LstmGates : IGateRule
{
    public static string Operator => "LstmGates";

    public static IReadOnlyList<int> Inputs { get; } = [4, 1];

    public static IReadOnlyList<int> Outputs { get; } = [1, 1, 4, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<T, TUnit>(TUnit unit)
        where T : struct, IArithmetic<T>
        where TUnit : struct, IGateUnit<T>
    {
        T i = T.Sigmoid(unit.Read(0));
        T f = T.Sigmoid(unit.Read(1));
        T g = T.Tanh(unit.Read(2));
        T o = T.Sigmoid(unit.Read(3));
        T c = f * unit.Read(4) + i * g;
        T shown = T.Tanh(c);
        unit.Give(0, o * shown);
        unit.Give(1, c);
        unit.Give(2, i);
        unit.Give(3, f);
        unit.Give(4, g);
        unit.Give(5, o);
        unit.Give(6, shown);
    }
}
