namespace Kerasharp.Models.Plot.Layout;

/// <summary>How a piece of an edge runs.</summary>
internal enum SegmentKind
{
    /// <summary>From one rank to the next.</summary>
    Down,

    /// <summary>From a node's lower end to a point beside the node.</summary>
    AroundBottom,

    /// <summary>From a point beside a node to the node's upper end.</summary>
    AroundTop,
}
