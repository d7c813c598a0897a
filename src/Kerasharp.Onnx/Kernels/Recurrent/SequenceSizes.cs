using Kerasharp.Onnx.Kernels.Products;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>The sizes of a sequence, and how its examples are shared out: a part takes some of them through all steps.</summary>
/// <param name="time">How many steps.</param>
/// <param name="batch">How many examples.</param>
/// <param name="units">How many units a state has.</param>
/// <param name="backwards">Whether the steps go from the last element to the first.</param>
internal readonly struct SequenceSizes(long time, long batch, long units, bool backwards)
{
    private const int TileRows = ProductTile<SingleLane>.Rows;

    // A matrix of up to so many units stays in the second level of caches, from where each few examples may read it anew.
    private const long MostNearUnits = 160;

    private const int PartsPerThread = 4;

    public long Time { get; } = time;
    public long Batch { get; } = batch;
    public long Units { get; } = units;

    /// <summary>How many parts there are, of whole tiles of examples. Many small ones lose less where a thread is kept from running.</summary>
    public int Parts => (int)Math.Min(RuntimeOptions.Threads * (Units <= MostNearUnits ? PartsPerThread : 1), Tiles);

    private long Tiles => (Batch + TileRows - 1) / TileRows;

    /// <summary>The first example of a part, and the first behind it.</summary>
    public (long From, long To) Rows(int part) => (First(part), First(part + 1));

    /// <summary>Which element a step takes.</summary>
    public long Element(long step) => backwards ? Time - 1 - step : step;

    private long First(int part) => Math.Min(Batch, part * Tiles / Parts * TileRows);
}
