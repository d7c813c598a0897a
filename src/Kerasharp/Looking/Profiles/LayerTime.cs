namespace Kerasharp;

/// <summary>What a layer takes of a step, in milliseconds.</summary>
/// <param name="Layer">The layer's name; the loss's, a metric's or the optimizer's for what they compute; "(none)" for nodes of the runtime.</param>
/// <param name="Forward">The time of its forward pass.</param>
/// <param name="Backward">The time of its gradients.</param>
/// <param name="Update">The time in which its weights are updated.</param>
/// <param name="Nodes">How many nodes of the graph that is.</param>
public sealed record LayerTime(string Layer, double Forward, double Backward, double Update, int Nodes)
{
    /// <summary>All its time.</summary>
    public double Total => Forward + Backward + Update;
}
