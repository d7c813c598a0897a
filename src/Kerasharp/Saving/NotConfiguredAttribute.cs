namespace Kerasharp.Saving;

/// <summary>A constructor's parameter that configurations leave out, as weights' first values; it has a default.</summary>
/// <example><code>class Table([NotConfigured] float[]? values = null) : Layer { … }</code></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NotConfiguredAttribute : Attribute;
