namespace Kerasharp.Onnx.Operators;

/// <summary>Arithmetic on orders of axes, where result axis i is source axis order[i].</summary>
internal static class Permutations
{
    /// <summary>From channels last to channels first: (0, 3, 1, 2) for images.</summary>
    public static int[] ToChannelsFirst(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    /// <summary>From channels first to channels last: (0, 2, 3, 1) for images.</summary>
    public static int[] ToChannelsLast(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    /// <summary>Whether the order changes nothing.</summary>
    public static bool IsIdentity(ReadOnlySpan<int> order)
    {
        for (int i = 0; i < order.Length; i++)
            if (order[i] != i)
                return false;
        return true;
    }

    /// <summary>The order that undoes one.</summary>
    public static int[] Inverse(ReadOnlySpan<int> order)
    {
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return inverse;
    }

    /// <summary>The order that does the first and then the second.</summary>
    public static int[] Compose(int[] first, int[] second) => Array.ConvertAll(second, axis => first[axis]);
}
