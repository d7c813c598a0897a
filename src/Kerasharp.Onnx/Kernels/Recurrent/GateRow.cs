using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>The gates of one example's units.</summary>
internal static unsafe class GateRow
{
    /// <summary>Computes them, as many at a time as a vector holds.</summary>
    /// <param name="read">Where the inputs' values lie, gate by gate.</param>
    /// <param name="given">Where the outputs' are to lie; null where nobody reads them.</param>
    /// <param name="units">How many units.</param>
    public static void Compute<TRule, TLanes>(float** read, float** given, long units)
        where TRule : struct, IGateRule
        where TLanes : struct, ILanes<TLanes>
    {
        long place = 0;
        for (; place + TLanes.Width <= units; place += TLanes.Width)
            TRule.Compute<TLanes, Units<TLanes>>(new(read, given, place));
        // The last vector may compute some units again: nothing is written where something is read.
        if (place < units && place > 0)
            TRule.Compute<TLanes, Units<TLanes>>(new(read, given, units - TLanes.Width));
        else
            for (; place < units; place++)
                TRule.Compute<SingleLane, Units<SingleLane>>(new(read, given, place));
    }

    /// <summary>Units beside one another in memory.</summary>
    private readonly struct Units<TLanes>(float** read, float** given, long place) : IGateUnit<TLanes>
        where TLanes : struct, ILanes<TLanes>
    {
        private readonly float** _read = read;
        private readonly float** _given = given;
        private readonly long _place = place;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Read(int index) => TLanes.Load(_read[index] + _place);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Give(int index, TLanes value)
        {
            if (_given[index] != null)
                value.Store(_given[index] + _place);
        }
    }
}
