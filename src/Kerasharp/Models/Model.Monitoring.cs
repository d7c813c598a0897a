namespace Kerasharp;

public partial class Model
{
    /// <summary>Whether more is better of a loss or metric by its name in the logs; null where nobody says.</summary>
    internal bool? GreaterIsBetter(string name) =>
        _trainer is null && name == "loss" ? false : _trainer?.GreaterIsBetter(name);
}
