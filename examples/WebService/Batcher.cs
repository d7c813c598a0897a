using System.Threading.Channels;
using Kerasharp;

namespace WebService;

/// <summary>
/// Gathers requests that come at the same time and asks the model once for all of them: one run over 32 images costs far less than 32
/// runs over one. A request waits for others only while the model is busy, so a single one is answered at once.
/// </summary>
public sealed class Batcher : BackgroundService
{
    private const int LargestBatch = 64;

    // Bounded, so that an overload makes clients wait instead of filling the memory.
    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(1024);
    private readonly OnnxModel _model;
    private readonly long[] _shape;

    public Batcher(OnnxModel model)
    {
        _model = model;
        var input = model.Inputs.Single();
        _shape = input.Shape.Skip(1).Select(d => d.Value).ToArray();
        Length = checked((int)_shape.Aggregate(1L, (product, d) => product * d));
    }

    /// <summary>How many numbers a request has.</summary>
    public int Length { get; }

    /// <summary>Whether the worker runs.</summary>
    public bool IsAlive => ExecuteTask is { IsCompleted: false };

    /// <summary>The model's output for one example.</summary>
    public async Task<float[]> PredictAsync(float[] example, CancellationToken cancellation)
    {
        var job = new Job(example);
        await _jobs.Writer.WriteAsync(job, cancellation);
        return await job.Result.Task.WaitAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Job>(LargestBatch);
        while (await _jobs.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _jobs.Reader.TryRead(out var job))
                batch.Add(job);
            // Away from this loop's thread: the runtime computes on the calling one, too.
            await Task.Run(() => Answer(batch), stoppingToken);
        }
    }

    private void Answer(List<Job> batch)
    {
        try
        {
            // A few sizes of batches, so that few steps are made ready: 1, 2, 4 … rows, the rest zeros.
            int rows = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)batch.Count);
            var x = new float[rows * Length];
            for (int i = 0; i < batch.Count; i++)
                batch[i].Example.CopyTo(x, i * Length);
            nint[] lengths = [rows, .. _shape.Select(s => (nint)s)];
            var y = _model.Predict(System.Numerics.Tensors.Tensor.Create(x, lengths), batchSize: rows);
            var flat = new float[y.FlattenedLength];
            y.FlattenTo(flat);
            int width = flat.Length / rows;
            for (int i = 0; i < batch.Count; i++)
                batch[i].Result.SetResult(flat[(i * width)..((i + 1) * width)]);
        }
        catch (Exception error)
        {
            foreach (var job in batch)
                job.Result.TrySetException(error);
        }
    }

    private sealed record Job(float[] Example)
    {
        public TaskCompletionSource<float[]> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
