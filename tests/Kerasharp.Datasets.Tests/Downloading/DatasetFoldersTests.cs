namespace Kerasharp.Datasets.Tests;

public class DatasetFoldersTests
{
    private static readonly string[] Files = ["a.gz", "b.gz"];

    [Fact]
    public void The_data_folder_comes_before_the_cache()
    {
        using var data = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        var folders = TestData.Folders(data.Path, cache.Path);
        cache.Write("datasets/some/a.gz", [1]);
        var inCache = Path.GetDirectoryName(cache.Write("datasets/some/b.gz", [1]));
        Assert.Equal(inCache, folders.Find("Some", "some", Files));

        data.Write("some/a.gz", [1]);
        Assert.Equal(inCache, folders.Find("Some", "some", Files));
        var inData = Path.GetDirectoryName(data.Write("some/b.gz", [1]));
        Assert.Equal(inData, folders.Find("Some", "some", Files));
    }

    [Fact]
    public void The_error_names_files_folders_and_the_remedy()
    {
        using var data = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        data.Write("some/a.gz", [1]);
        var folders = TestData.Folders(data.Path, cache.Path);
        var error = Assert.Throws<DatasetNotFoundException>(() => folders.Find("Some", "some", Files));
        Assert.Equal(
            $"Some was asked for, but its files came from nowhere. Expected a.gz, b.gz together in {Path.Combine(data.Path, "some")} (KERASHARP_DATA: without b.gz) "
                + $"or {Path.Combine(cache.Path, "datasets", "some")} (KERASHARP_CACHE: no such folder). "
                + "Put the files in such a folder, or set KERASHARP_DATA to the folder that contains some/.",
            error.Message
        );
    }

    [Fact]
    public void Without_any_variable_the_cache_of_the_user_is_named()
    {
        var error = Assert.Throws<DatasetNotFoundException>(() =>
            TestData.Folders().Find("Some", "some-set-that-nobody-has", Files)
        );
        Assert.Contains("KERASHARP_DATA is not set", error.Message);
        Assert.Contains(Path.Combine("kerasharp", "datasets", "some-set-that-nobody-has"), error.Message);
    }
}
