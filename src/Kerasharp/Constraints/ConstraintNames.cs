namespace Kerasharp.Constraints;

/// <summary>Constraints by the names that Keras takes.</summary>
internal static class ConstraintNames
{
    public static Constraint Get(string name) => throw Unknown.Name("constraint", name, []);
}
