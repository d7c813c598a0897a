namespace Kerasharp.Datasets;

/// <summary>What a pickle's stack can hold here.</summary>
internal enum PickleKind
{
    None,
    Truth,
    Number,
    Text,
    Tuple,
    List,

    /// <summary>A Python function or class, by its name; nothing is ever called by it.</summary>
    Global,

    /// <summary>A NumPy array under construction: an <see cref="PickledArray"/>.</summary>
    Array,

    /// <summary>NumPy's type of arrays of objects.</summary>
    ObjectType,
}

/// <summary>A thing on a pickle's stack.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Its number, for numbers and truth values.</param>
/// <param name="Value">Its text, elements or list.</param>
internal readonly record struct PickleItem(PickleKind Kind, long Number = 0, object? Value = null);

/// <summary>A NumPy array that is filled after it is made.</summary>
internal sealed class PickledArray
{
    public PickledList? Elements { get; set; }
}

/// <summary>A Python list, either of whole numbers or of lists.</summary>
internal sealed class PickledList
{
    public List<int> Numbers { get; } = [];

    public List<PickledList> Lists { get; } = [];

    /// <summary>Appends an element; false if the list may not hold it.</summary>
    public bool TryAdd(in PickleItem item)
    {
        if (item is { Kind: PickleKind.Number, Number: >= int.MinValue and <= int.MaxValue } && Lists.Count == 0)
            Numbers.Add((int)item.Number);
        else if (item.Kind == PickleKind.List && Numbers.Count == 0)
            Lists.Add((PickledList)item.Value!);
        else
            return false;
        return true;
    }
}
