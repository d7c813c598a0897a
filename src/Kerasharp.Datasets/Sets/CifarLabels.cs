namespace Kerasharp.Datasets;

/// <summary>Which of its two labels an image of CIFAR-100 is given.</summary>
public enum CifarLabels
{
    /// <summary>One of 100 classes (<see cref="Cifar100.FineNames"/>).</summary>
    Fine,

    /// <summary>One of 20 groups of classes (<see cref="Cifar100.CoarseNames"/>).</summary>
    Coarse,
}
