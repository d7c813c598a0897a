using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// Brings numbers that lie plane by plane into the order in which vectors hold a number of each plane, and back. It goes by squares of four
/// by four, which every processor with vectors turns in registers.
/// </summary>
internal static unsafe class LaneOrder
{
    private const int Side = 4;

    /// <summary>Reads the same places of several planes.</summary>
    /// <param name="source">The first place in the first plane.</param>
    /// <param name="plane">From one plane to the next.</param>
    /// <param name="planes">How many planes there are; lanes beyond them become 0.</param>
    /// <param name="target">For each place a number of each plane, one beside the other.</param>
    /// <param name="lanes">How many numbers a place has in the target: a multiple of 4.</param>
    /// <param name="places">How many places.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* source, long plane, long planes, float* target, int lanes, long places)
    {
        if (planes < lanes)
            new Span<float>(target, checked((int)(places * lanes))).Clear();
        long squares = places / Side * Side;
        long lane = 0;
        for (; lane + Side <= planes; lane += Side, source += Side * plane)
        {
            for (long place = 0; place < squares; place += Side)
                Turn(source + place, plane, target + place * lanes + lane, lanes);
            for (long place = squares; place < places; place++)
            for (long i = 0; i < Side; i++)
                target[place * lanes + lane + i] = source[i * plane + place];
        }
        for (; lane < planes; lane++, source += plane)
        for (long place = 0; place < places; place++)
            target[place * lanes + lane] = source[place];
    }

    /// <summary>Writes places, of which four and four are neighbours, to as many planes as there are.</summary>
    /// <param name="source">The places, a number of each plane for each.</param>
    /// <param name="lanes">How many numbers a place has in the source: a multiple of 4.</param>
    /// <param name="targets">Where in the first plane the first of each four goes.</param>
    /// <param name="count">How many fours.</param>
    /// <param name="plane">From one plane to the next.</param>
    /// <param name="planes">How many planes there are.</param>
    /// <remarks>
    /// It goes plane by plane, not place by place: planes are often a power of two apart, and of such lines caches hold few.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(float* source, int lanes, float** targets, long count, long plane, long planes)
    {
        long lane = 0;
        for (; lane + Side <= planes; lane += Side)
        for (long i = 0; i < count; i++)
            Turn(source + i * Side * lanes + lane, lanes, targets[i] + lane * plane, plane);
        for (; lane < planes; lane++)
        for (long i = 0; i < count; i++)
        for (long place = 0; place < Side; place++)
            targets[i][lane * plane + place] = source[(i * Side + place) * lanes + lane];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* source, long sourceStep, float* target, long targetStep)
    {
        var a = Vector128.Load(source);
        var b = Vector128.Load(source + sourceStep);
        var c = Vector128.Load(source + 2 * sourceStep);
        var d = Vector128.Load(source + 3 * sourceStep);
        if (Sse.IsSupported)
        {
            var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
            Sse.MoveLowToHigh(ab, cd).Store(target);
            Sse.MoveHighToLow(cd, ab).Store(target + targetStep);
            (ab, cd) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(ab, cd).Store(target + 2 * targetStep);
            Sse.MoveHighToLow(cd, ab).Store(target + 3 * targetStep);
            return;
        }
        if (AdvSimd.Arm64.IsSupported)
        {
            var (ac, bd) = (AdvSimd.Arm64.ZipLow(a, c), AdvSimd.Arm64.ZipLow(b, d));
            AdvSimd.Arm64.ZipLow(ac, bd).Store(target);
            AdvSimd.Arm64.ZipHigh(ac, bd).Store(target + targetStep);
            (ac, bd) = (AdvSimd.Arm64.ZipHigh(a, c), AdvSimd.Arm64.ZipHigh(b, d));
            AdvSimd.Arm64.ZipLow(ac, bd).Store(target + 2 * targetStep);
            AdvSimd.Arm64.ZipHigh(ac, bd).Store(target + 3 * targetStep);
            return;
        }
        for (int i = 0; i < Side; i++)
        {
            float* to = target + i * targetStep;
            (to[0], to[1], to[2], to[3]) = (a[i], b[i], c[i], d[i]);
        }
    }
}
