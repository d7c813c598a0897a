using Kerasharp.Data;
using Kerasharp.Training;

namespace Kerasharp.Layers;

/// <summary>
/// A layer that learns from data before a model is trained, by looking at them once: means, a vocabulary, boundaries. Call
/// <see cref="Adapt"/> before or after the layer is put into a model; models that ran already go on with what was learned last.
/// </summary>
/// <example><code>
/// var normalize = new Normalization();
/// normalize.Adapt(xTrain);
/// </code></example>
public abstract class AdaptableLayer : Layer
{
    private protected AdaptableLayer(string? name)
        : base(name) { }

    private protected override bool ComputesWide => true;

    /// <summary>Whether the layer has what it needs: by <see cref="Adapt"/>, by its arguments, or from a file.</summary>
    public abstract bool IsAdapted { get; }

    /// <summary>Learns from data, in place of what was learned before.</summary>
    /// <param name="data">Examples as the model will be given them, the first dimension being their number. They are not copied.</param>
    /// <exception cref="ArgumentException">There are none, or they do not fit the layer.</exception>
    /// <exception cref="InvalidOperationException">What would be learned was given to the constructor.</exception>
    /// <remarks>Keras: <c>layer.adapt(data)</c>.</remarks>
    public void Adapt(TensorData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0 || data.RowLength == 0)
            throw new ArgumentException(
                $"The layer '{Name}' was to adapt to data of shape {data.Shape}; one example at least was expected. Check how they were loaded."
            );
        DataChecks.NoNaN(nameof(data), data);
        Learn(data);
    }

    /// <summary>Learns from data that hold numbers.</summary>
    private protected abstract void Learn(TensorData data);

    /// <summary>Tells all steps that a constant which the layer writes has changed.</summary>
    private protected static void Changed() => GraphRevision.Next();

    /// <summary>Refuses to run without what the layer needs.</summary>
    private protected void RequireAdapted(CallContext context, string given)
    {
        if (context.IsForUse && !IsAdapted)
            throw new LayerException(
                Name,
                $"it was to run before it has seen data; it learns from them what it needs. Call Adapt(data) first, or give it {given}."
            );
    }

    /// <summary>What was given is not to be learned.</summary>
    private protected InvalidOperationException IsFixed(string given, string remedy) =>
        new(
            $"The layer '{Name}' was to adapt to data; it was made with {given}, which says what it would learn. {remedy}"
        );
}
