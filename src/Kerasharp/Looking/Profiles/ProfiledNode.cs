namespace Kerasharp.Looking.Profiles;

/// <summary>One run of one node.</summary>
/// <param name="Layer">The layer from which it comes.</param>
/// <param name="Phase">Forward pass, gradients or updates.</param>
/// <param name="Op">The operator.</param>
/// <param name="Start">When it began, in microseconds from the profile's beginning.</param>
/// <param name="Duration">How long it took, in microseconds.</param>
internal sealed record ProfiledNode(string Layer, Phase Phase, string Op, double Start, double Duration);
