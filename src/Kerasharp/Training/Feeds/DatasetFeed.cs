using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training.Feeds;

/// <summary>Batches of a data set. Each is checked as arrays are, so that an error names the batch, the array and the place in it.</summary>
internal sealed class DatasetFeed : BatchFeed
{
    private readonly Model _model;
    private readonly Trainer _trainer;
    private readonly Dataset<Batch> _dataset;
    private readonly string _name;
    private readonly IReadOnlyDictionary<int, double>? _classWeight;
    private IEnumerator<Batch>? _batches;
    private FitData? _data;
    private BatchTypes? _types;
    private IReadOnlyList<Shape>? _outputShapes;
    private int _index;

    /// <param name="model">The model.</param>
    /// <param name="trainer">Its losses.</param>
    /// <param name="dataset">The batches.</param>
    /// <param name="name">What the caller's argument is called, for messages.</param>
    /// <param name="classWeight">How much the examples of a class count.</param>
    public DatasetFeed(
        Model model,
        Trainer trainer,
        Dataset<Batch> dataset,
        string name,
        IReadOnlyDictionary<int, double>? classWeight = null
    )
    {
        _model = model;
        _trainer = trainer;
        _dataset = dataset;
        _name = name;
        _classWeight = classWeight;
        Batches = dataset is { IsInfinite: false, Count: { } count } ? checked((int)count) : null;
    }

    public override int? Batches { get; }

    public override BatchTypes Types => _types!;

    public override int Rows { get; protected set; }

    public override void Begin(long pass, int skip)
    {
        _batches?.Dispose();
        _batches = _dataset.Open(pass, skip);
        _index = skip - 1;
    }

    public override bool Next()
    {
        if (!_batches!.MoveNext())
            return false;
        _index++;
        _data = Check(_batches.Current);
        // The same object where nothing has changed: the loop then keeps its step.
        if (_types?.Key != _data.Types.Key)
            _types = _data.Types;
        Rows = checked((int)_data.Count);
        return true;
    }

    public override void Fill(StepRun step)
    {
        using var source = new FitDataSource(_data!);
        source.Fill(step, 0, Rows);
    }

    public override void Dispose() => _batches?.Dispose();

    private FitData Check(Batch? batch)
    {
        if (batch is null)
            throw new ArgumentException(
                $"Null came as {Label}; a Batch was expected. Look at what the data set's last Map gives."
            );
        if (batch.Y is null)
            throw new ArgumentException(
                $"{Label} came without targets ({batch}); training and evaluating need some. Make the Batch with Y."
            );
        var data = FitData.Check(
            _model,
            _trainer,
            ($"{Label}.X", batch.X),
            ($"{Label}.Y", batch.Y),
            ($"{Label}.SampleWeight", batch.SampleWeight),
            // Once a run: to find them, the model is written into a graph.
            () => _outputShapes ??= _model.OutputShapes()
        );
        _model.CheckBatches(checked((int)data.Count), data.Count);
        return _classWeight is null ? data : data.Weighted(_classWeight);
    }

    /// <summary>What the present batch is called in messages.</summary>
    private string Label => FormattableString.Invariant($"{_name}[{_index}]");
}
