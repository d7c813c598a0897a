namespace Kerasharp.Callbacks;

/// <summary>What callbacks are told of a training, evaluation or prediction before it begins.</summary>
/// <remarks>Keras: the dictionary <c>params</c> of a callback.</remarks>
/// <param name="Verbose">0: silent; 1: a progress line; 2: a line an epoch.</param>
/// <param name="Epochs">The number of the last epoch, counted from 1.</param>
/// <param name="Steps">The number of steps of an epoch; null where it is not known before the end.</param>
/// <param name="DoValidation">Whether some epoch ends with a validation, so that names that begin with <c>val_</c> may come later.</param>
public sealed record CallbackParams(int Verbose = 1, int Epochs = 1, int? Steps = null, bool DoValidation = false)
{
    /// <summary>Whether the loop itself shows the progress.</summary>
    internal bool IsShown { get; init; }
}
