namespace Kerasharp.Saving;

/// <summary>The name that a constructor's parameter has in Keras and so in files, where it is not its own name in snake case.</summary>
/// <param name="name">Keras's name.</param>
/// <example><code>class Pool([KerasName("keepdims")] bool keepDims = false) : Layer { public bool KeepDims { get; } = keepDims; }</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class KerasNameAttribute(string name) : Attribute
{
    /// <summary>Keras's name.</summary>
    public string Name { get; } = name;
}
