namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// Where the nodes of the model's last training step run: on the device that it was compiled for, or on the processor, and why.
    /// </summary>
    /// <returns>A node each; as text, a summary.</returns>
    /// <exception cref="InvalidOperationException">The model was not compiled, or no step was made yet.</exception>
    /// <example>
    /// <code>
    /// model.Compile("adam", "mse", device: Device.WebGpu());
    /// model.TrainOnBatch(x, y);
    /// Console.WriteLine(model.Placement());
    /// </code>
    /// </example>
    public Placement Placement() =>
        _trainer?.Placement
        ?? throw new InvalidOperationException(
            $"The placement of the training step of '{Name}' was asked for, but there is none: the model {(_trainer is null ? "was not compiled" : "has not trained")}. "
                + "A step is made for the data that it sees; call Compile, and Fit or TrainOnBatch, first."
        );
}
