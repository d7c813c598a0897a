using System.IO.Compression;
using System.Xml.Linq;

namespace Kerasharp.Packages.Tests;

/// <summary>What the packages hold.</summary>
public sealed class PackageContentTests(PackageFeed feed)
{
    [Theory]
    [InlineData("Kerasharp")]
    [InlineData("Kerasharp.Onnx")]
    [InlineData("Kerasharp.Datasets")]
    public void Holds_library_documentation_readme_icon_licence_and_symbols(string name)
    {
        string path = Directory
            .GetFiles(feed.Folder, $"{name}.*.nupkg")
            .Single(p => char.IsDigit(Path.GetFileName(p)[name.Length + 1]));
        using var package = ZipFile.OpenRead(path);
        var entries = package.Entries.Select(e => e.FullName).ToArray();

        Assert.Contains($"lib/net10.0/{name}.dll", entries);
        Assert.Contains($"lib/net10.0/{name}.xml", entries);
        Assert.Contains("README.md", entries);
        Assert.Contains("icon.png", entries);
        Assert.DoesNotContain(entries, e => e.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
        using var stream = package.GetEntry($"{name}.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().First();
        Assert.Equal("MIT", Text(metadata, "license"));
        Assert.Equal("README.md", Text(metadata, "readme"));
        Assert.Equal("icon.png", Text(metadata, "icon"));
        Assert.True(Text(metadata, "description").Length > 40);
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(path, ".snupkg"));
        Assert.Contains(symbols.Entries, e => e.FullName == $"lib/net10.0/{name}.pdb");
    }

    private static string Text(XElement metadata, string name) =>
        metadata.Elements().Single(e => e.Name.LocalName == name).Value;
}
