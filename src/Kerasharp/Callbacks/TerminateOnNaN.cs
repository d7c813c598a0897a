namespace Kerasharp.Callbacks;

/// <summary>Ends training when the loss is no finite number.</summary>
/// <remarks>Keras: <c>keras.callbacks.TerminateOnNaN</c>. It reads the loss after every step.</remarks>
/// <param name="raiseError">Whether it throws, so that no other callback comes to its end; otherwise it sets <see cref="Model.StopTraining"/>.</param>
/// <example><code>model.Fit(x, y, epochs: 10, callbacks: [new TerminateOnNaN()]);</code></example>
public sealed class TerminateOnNaN(bool raiseError = false) : Callback
{
    /// <summary>Whether it throws.</summary>
    public bool RaiseError { get; } = raiseError;

    /// <inheritdoc/>
    /// <exception cref="NotFiniteNumberException">The loss is no finite number, and <see cref="RaiseError"/> is set.</exception>
    public override void OnBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss))
            return;
        if (RaiseError)
            throw new NotFiniteNumberException(
                FormattableString.Invariant(
                    $"A loss of {loss} came at batch {batch}; a finite number was expected. Lower the learning rate, clip gradients, or look for wrong data."
                ),
                loss
            );
        Output.WriteLine(FormattableString.Invariant($"Batch {batch}: Invalid loss, terminating training"));
        Model.StopTraining = true;
    }
}
