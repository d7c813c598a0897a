using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// Convolutions of each channel by itself: forward, and of the output's gradient for the input's. Planes are taken along one line, so vectors
/// are full whatever a row's width.
/// </summary>
internal unsafe struct DepthwiseSums : IWideWork
{
    private const int PartsPerThread = 4;

    // So many vectors are summed up at once, for each weight that is read.
    private const int Together = 4;

    /// <summary>The source's planes, weights and biases (or none), and the target's planes.</summary>
    public float* Source,
        Weight,
        Bias,
        Target;

    /// <summary>How the source's planes are laid out.</summary>
    public FlatPlanes Flat;

    /// <summary>How many images, and how many planes the target has of each.</summary>
    public long Batch,
        Channels;

    /// <summary>How many planes of the source a plane of the target is the sum of, and how many planes share them.</summary>
    public long Sources,
        Sharing;

    /// <summary>The rows and columns of the source's planes.</summary>
    public long SourceRows,
        SourceColumns;

    /// <summary>The rows and columns of the target's planes, and from one window to the next.</summary>
    public long TargetRows,
        TargetColumns,
        RowStep,
        ColumnStep;

    /// <summary>The weights of a plane of the target.</summary>
    public long Taps;

    public FlatPhase* Phases;
    public int PhaseCount;
    private int _parts;

    /// <summary>Computes the target.</summary>
    public void Run(in KernelContext context)
    {
        if (Batch * Channels * TargetRows * TargetColumns == 0)
            return;
        _parts = (int)Math.Min(Channels, RuntimeOptions.Threads * PartsPerThread);
        fixed (DepthwiseSums* work = &this)
            context.ParallelFor(_parts, work, &WideParts<DepthwiseSums>.Compute);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Compute<TLanes>(int part)
        where TLanes : struct, ILanes<TLanes>
    {
        long room = Flat.Slack + Together * TLanes.Width;
        long copied = Flat.Size * Sources + room;
        long summed = Flat.Images * Flat.Plane + Together * TLanes.Width;
        var memory = (float*)NativeMemory.AllocZeroed((nuint)(copied + summed + Taps), sizeof(float));
        try
        {
            float* sums = memory + copied;
            float* weights = sums + summed;
            long end = (part + 1) * Channels / _parts;
            for (long channel = part * Channels / _parts; channel < end; channel++)
            for (long image = 0; image < Batch; image += Flat.Images)
            {
                long images = Math.Min(Flat.Images, Batch - image);
                long planes = Channels / Sharing * Sources;
                long plane = SourceRows * SourceColumns;
                for (long i = 0; i < Sources; i++)
                    Flat.Fill(
                        Source + (image * planes + channel / Sharing * Sources + i) * plane,
                        planes * plane,
                        SourceColumns,
                        images,
                        memory + i * Flat.Size
                    );
                for (int i = 0; i < PhaseCount; i++)
                {
                    ref readonly FlatPhase phase = ref Phases[i];
                    for (int tap = 0; tap < phase.Count; tap++)
                        weights[tap] = Weight[channel * Taps + phase.Weights[tap]];
                    Sum<TLanes>(
                        memory,
                        phase.Offsets,
                        weights,
                        phase.Count,
                        Bias == null ? 0 : Bias[channel],
                        images * Flat.Plane,
                        sums
                    );
                    for (long n = 0; n < images; n++)
                        Take(
                            in phase,
                            sums + n * Flat.Plane,
                            Target + ((image + n) * Channels + channel) * TargetRows * TargetColumns
                        );
                }
            }
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    /// <summary>The windows' sums, one place after the other; some places beyond the last one, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TLanes>(
        float* source,
        long* offsets,
        float* weights,
        int taps,
        float bias,
        long count,
        float* target
    )
        where TLanes : struct, ILanes<TLanes>
    {
        int width = TLanes.Width;
        for (long i = 0; i < count; i += Together * width)
        {
            TLanes a = TLanes.Constant(bias);
            TLanes b = a;
            TLanes c = a;
            TLanes d = a;
            for (int tap = 0; tap < taps; tap++)
            {
                TLanes weight = TLanes.Constant(weights[tap]);
                float* from = source + offsets[tap] + i;
                a = TLanes.MultiplyAdd(TLanes.Load(from), weight, a);
                b = TLanes.MultiplyAdd(TLanes.Load(from + width), weight, b);
                c = TLanes.MultiplyAdd(TLanes.Load(from + 2 * width), weight, c);
                d = TLanes.MultiplyAdd(TLanes.Load(from + 3 * width), weight, d);
            }
            a.Store(target + i);
            b.Store(target + i + width);
            c.Store(target + i + 2 * width);
            d.Store(target + i + 3 * width);
        }
    }

    /// <summary>Takes a phase's elements out of the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Take(in FlatPhase phase, float* sums, float* target)
    {
        long down = First(phase.Row, RowStep);
        long right = First(phase.Column, ColumnStep);
        long from = phase.Column + right * ColumnStep;
        for (long row = phase.Row + down * RowStep; row < TargetRows; row += RowStep, down++)
        {
            float* source = sums + down * Flat.Columns.Length + right;
            float* to = target + row * TargetColumns;
            if (ColumnStep == 1)
                FlatPlanes.Copy(source, to + from, TargetColumns - from);
            else
                for (long column = from; column < TargetColumns; column += ColumnStep)
                    to[column] = *source++;
        }
    }

    /// <summary>The first window that is an element.</summary>
    private static long First(long place, long step) => place >= 0 ? 0 : (step - 1 - place) / step;
}
