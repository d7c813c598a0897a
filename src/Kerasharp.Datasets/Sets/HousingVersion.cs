namespace Kerasharp.Datasets;

/// <summary>How much of <see cref="CaliforniaHousing"/> is loaded.</summary>
public enum HousingVersion
{
    /// <summary>All 20,640 rows.</summary>
    Large,

    /// <summary>The first 600 rows of the file, about as many as <see cref="BostonHousing"/> has.</summary>
    Small,
}
