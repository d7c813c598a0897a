using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// A convolution as plain sums: of a source, some rows of which are copied with padding into the nearest memory, to a target, sixteen places
/// and a vector of channels at a time. Whoever fills it in says which number of the source meets which weight; so the same serves a
/// convolution and its input's gradient.
/// </summary>
internal unsafe struct DirectConvolution : IWideWork
{
    /// <summary>What of a source is copied at once should stay in the second level of caches.</summary>
    public const long LargestCopy = 1 << 16;

    private const int PartsPerThread = 4;

    // Images of fewer fours of places are taken together up to so many, since else weights are read again for few places.
    private const long FewQuads = 16;

    public float* Source;
    public float* Target;

    /// <summary>Begins each channel's sums; null for 0.</summary>
    public float* Bias;

    public long Batch;
    public long TargetChannels;
    public long TargetRows;
    public long TargetColumns;

    /// <summary>From one row, and column, of a phase to the next.</summary>
    public long RowStep,
        ColumnStep;

    /// <summary>The source with padding; the number of rows is filled in here.</summary>
    public PaddedPlanes Padded;

    /// <summary>The rows of the source that the first row of a phase begins before the source's first.</summary>
    public long Top;

    /// <summary>By how many rows of the source a row of a phase is before the next, and how many it sees.</summary>
    public long SourceStep,
        Reach;

    public ConvolutionPhase* Phases;
    public int PhaseCount;

    private long _bandRows;
    private long _bands;
    private long _together;
    private long _seenRows;
    private long _blocks;
    private long _splits;
    private long _groups;

    /// <summary>How many channels are summed up together: what the processor's vectors hold.</summary>
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? Lanes512.Width
        : Vector256.IsHardwareAccelerated ? Lanes256.Width
        : Lanes128.Width;

    /// <summary>How many vectors hold so many channels.</summary>
    public static long Blocks(long channels) => (channels + Lanes - 1) / Lanes;

    /// <summary>How many rows are taken at once, so that what they see stays near.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="step">By how many rows of the source a row is before the next.</param>
    /// <param name="reach">How many a row sees.</param>
    /// <param name="line">How many numbers there are in a row of the source, all channels together.</param>
    public static long BandRows(long rows, long step, long reach, long line) =>
        Math.Clamp((LargestCopy / Math.Max(1, line) - reach) / step + 1, Math.Min(4, rows), Math.Max(1, rows));

    private readonly long Units => (Batch + _together - 1) / _together * _bands;

    /// <summary>How many rows of the source a band sees, and how many images are taken together.</summary>
    public void Prepare()
    {
        long rows = 0;
        long quads = 1;
        for (int i = 0; i < PhaseCount; i++)
        {
            rows = Math.Max(rows, Phases[i].Rows);
            quads = Math.Max(quads, Phases[i].Rows * ((Phases[i].Columns + 3) / 4));
        }
        _bandRows = BandRows(rows, SourceStep, Reach, Padded.Planes * Padded.Line);
        _bands = (rows + _bandRows - 1) / _bandRows;
        _seenRows = (_bandRows - 1) * SourceStep + Reach;
        _together =
            _bands > 1
                ? 1
                : Math.Clamp(
                    Math.Min(FewQuads / quads, LargestCopy / Math.Max(1, Padded.Planes * Padded.Line * _seenRows)),
                    1,
                    Math.Max(1, Batch / RuntimeOptions.Threads)
                );
        Padded.PaddedRows = _seenRows * _together;
    }

    /// <summary>Computes the target.</summary>
    public void Run(in KernelContext context)
    {
        long units = Units;
        if (units == 0 || TargetChannels == 0)
            return;
        long wanted = RuntimeOptions.Threads * PartsPerThread;
        _blocks = Blocks(TargetChannels);
        // A few images on many threads: then each computes some of the channels.
        _splits = Math.Clamp(RuntimeOptions.Threads / units, 1, _blocks);
        _groups = Math.Min(units, Math.Max(1, wanted / _splits));
        fixed (DirectConvolution* work = &this)
            context.ParallelFor((int)(_groups * _splits), work, &WideParts<DirectConvolution>.Compute);
    }

    /// <inheritdoc/>
    public readonly void Compute<TLanes>(int part)
        where TLanes : struct, ILanes<TLanes>
    {
        long units = Units;
        (long group, long split) = Math.DivRem(part, _splits);
        long end = (group + 1) * units / _groups;
        long sums = ConvolutionTile<TLanes>.Places * TLanes.Width;
        var tile = (float*)NativeMemory.AlignedAlloc((nuint)((sums + Padded.Size) * sizeof(float)), 64);
        try
        {
            float* copy = tile + sums;
            NativeMemory.Clear(copy, (nuint)(Padded.Size * sizeof(float)));
            for (long unit = group * units / _groups; unit < end; unit++)
            {
                (long image, long band) = Math.DivRem(unit, _bands);
                image *= _together;
                long images = Math.Min(_together, Batch - image);
                long first = band * _bandRows;
                for (long i = 0; i < images; i++)
                    Padded.Fill(
                        Source + (image + i) * Padded.Planes * Padded.Rows * Padded.Columns,
                        first * SourceStep - Top,
                        _seenRows,
                        copy + i * _seenRows * Padded.Line
                    );
                for (int i = 0; i < PhaseCount; i++)
                {
                    long rows = Math.Min(_bandRows, Phases[i].Rows - first);
                    for (
                        long block = split * _blocks / _splits;
                        block < (split + 1) * _blocks / _splits && rows > 0;
                        block++
                    )
                        Block<TLanes>(in Phases[i], image, images, block, first, rows, copy, tile);
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(tile);
        }
    }

    /// <summary>Some rows of a phase of some images, in as many channels as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Block<TLanes>(
        in ConvolutionPhase phase,
        long image,
        long images,
        long block,
        long firstRow,
        long rows,
        float* copy,
        float* tile
    )
        where TLanes : struct, ILanes<TLanes>
    {
        const int Quads = ConvolutionTile<TLanes>.Places / 4;
        long plane = TargetRows * TargetColumns;
        long channel = block * TLanes.Width;
        long channels = Math.Min(TLanes.Width, TargetChannels - channel);
        float* target = Target + (image * TargetChannels + channel) * plane;
        float* weights = phase.Weights + block * phase.Count * TLanes.Width;
        TLanes bias = Bias == null ? TLanes.Constant(0) : TLanes.Load(Bias + channel);
        long line = SourceStep * Padded.Line;
        long last = Math.Max(0, phase.Columns - 4);
        long quads = images * rows * ((phase.Columns + 3) / 4);
        long row = 0;
        long column = 0;
        float** from = stackalloc float*[Quads];
        float** to = stackalloc float*[Quads];
        for (long quad = 0; quad < quads; quad += Quads)
        {
            long there = Math.Min(Quads, quads - quad);
            for (long i = 0; i < Quads; i++)
            {
                if (i >= there)
                {
                    from[i] = from[0];
                    continue;
                }
                // The last four of a row may be some that were there before.
                long at = Math.Min(column, last);
                from[i] = copy + row * line + at;
                to[i] =
                    target
                    + (phase.FirstRow + (firstRow + row) * RowStep) * TargetColumns
                    + phase.FirstColumn
                    + at * ColumnStep;
                column += 4;
                if (column < phase.Columns)
                    continue;
                column = 0;
                if (++row < rows)
                    continue;
                row = 0;
                copy += _seenRows * Padded.Line;
                target += TargetChannels * plane;
            }
            ConvolutionTile<TLanes>.Run(
                from[0],
                from[1],
                from[2],
                from[3],
                phase.Taps,
                phase.Count,
                weights,
                bias,
                tile
            );
            if (ColumnStep == 1 && phase.Columns >= 4)
            {
                LaneOrder.Scatter(tile, TLanes.Width, to, there, plane, channels);
                continue;
            }
            for (long i = 0; i < there; i++)
                Scatter(tile + i * 4 * TLanes.Width, TLanes.Width, to[i], plane, channels, Math.Min(4, phase.Columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Scatter(float* sums, int lanes, float* target, long plane, long channels, long places)
    {
        for (long channel = 0; channel < channels; channel++, target += plane)
        for (long place = 0; place < places; place++)
            target[place * ColumnStep] = sums[place * lanes + channel];
    }
}
