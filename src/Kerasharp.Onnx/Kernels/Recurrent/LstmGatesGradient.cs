using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gradient of <see cref="LstmGates"/>. Inputs: the gradients of h' and c', the open gates (4 units wide), the cell c and tanh(c').
/// Outputs: the gradients of what goes into the gates (4 units wide), and of c.
/// </summary>
internal readonly struct LstmGatesGradient : IGateRule
{
    public static string Operator => "LstmGatesGradient";

    public static IReadOnlyList<int> Inputs { get; } = [1, 1, 4, 1, 1];

    public static IReadOnlyList<int> Outputs { get; } = [4, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<T, TUnit>(TUnit unit)
        where T : struct, IArithmetic<T>
        where TUnit : struct, IGateUnit<T>
    {
        T one = T.Constant(1);
        T dh = unit.Read(0);
        T i = unit.Read(2);
        T f = unit.Read(3);
        T g = unit.Read(4);
        T o = unit.Read(5);
        T shown = unit.Read(7);
        T dc = unit.Read(1) + dh * o * (one - shown * shown);
        unit.Give(0, dc * g * (i * (one - i)));
        unit.Give(1, dc * unit.Read(6) * (f * (one - f)));
        unit.Give(2, dc * i * (one - g * g));
        unit.Give(3, dh * shown * (o * (one - o)));
        unit.Give(4, dc * f);
    }
}
