namespace Kerasharp;

/// <summary>The one wording of errors about names that are not known.</summary>
internal static class Unknown
{
    /// <summary>An exception that lists what would have been accepted.</summary>
    public static ArgumentException Name(string kind, string name, IEnumerable<string> accepted) =>
        new(
            $"The {kind} '{name}' is not known; accepted are {string.Join(", ", accepted.Select(a => $"'{a}'"))}. Use one of these, or give an object."
        );
}
