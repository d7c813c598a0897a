using Kerasharp.Layers;

namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>What a layer makes of the inputs of each batch; targets and weights stay.</summary>
    /// <param name="batches">The batches.</param>
    /// <param name="layer">A layer, or several as a <see cref="Pipeline"/>.</param>
    /// <param name="training">Whether it acts as in training: augmentation and dropout draw, others do the same either way.</param>
    /// <param name="seed">
    /// What random layers draw by, together with the pass and the batch's number; by default the next seed of
    /// <see cref="Utils.SetRandomSeed"/>'s stream.
    /// </param>
    /// <param name="parallelism">How many batches are worked on at a time; by default as many as there are cores. It does not change the results.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    /// <remarks>Keras: <c>dataset.map(lambda x, y: (layer(x, training=True), y))</c>.</remarks>
    /// <example><code>var scaled = batches.Map(new Rescaling(1 / 255.0)).Prefetch(2);</code></example>
    public static Dataset<Batch> Map(
        this Dataset<Batch> batches,
        Layer layer,
        bool training = true,
        int? seed = null,
        int? parallelism = null
    )
    {
        ArgumentNullException.ThrowIfNull(batches);
        var apply = Applied(layer, training, seed);
        return new MapDataset<Batch, Batch>(
            batches,
            (batch, pass, index) => batch with { X = apply(batch.X, pass, index) },
            PipelineArguments.Parallelism(parallelism),
            $"Map (the layer '{layer.Name}')"
        );
    }

    /// <summary>What a layer makes of the inputs of each sample, as of a batch of one; for samples that differ in size, as images do.</summary>
    /// <inheritdoc cref="Map(Dataset{Batch}, Layer, bool, int?, int?)"/>
    public static Dataset<Sample> Map(
        this Dataset<Sample> samples,
        Layer layer,
        bool training = true,
        int? seed = null,
        int? parallelism = null
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        var apply = Applied(layer, training, seed);
        return new MapDataset<Sample, Sample>(
            samples,
            (sample, pass, index) => sample with { X = new SampleDataList(apply(sample.X.Rows, pass, index)) },
            PipelineArguments.Parallelism(parallelism),
            $"Map (the layer '{layer.Name}')"
        );
    }

    private static Func<TensorDataList, long, long, TensorDataList> Applied(Layer layer, bool training, int? seed)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ulong key = Dataset<Batch>.Seed(seed);
        return (x, pass, index) =>
        {
            var outputs = layer.ApplyDrawn(x, training, (long)KeyedRandom.Key(key, pass), index);
            return x.Count == outputs.Count
                ? x.Convert((_, i) => outputs[i])
                : new TensorDataList([.. outputs.Select(o => (TensorData)o)]);
        };
    }
}
