namespace Kerasharp.Looking.Profiles;

/// <summary>A part of a step.</summary>
internal enum Phase
{
    /// <summary>From inputs to the loss.</summary>
    Forward,

    /// <summary>From the loss to the gradients.</summary>
    Backward,

    /// <summary>From the gradients to the weights.</summary>
    Update,
}
