using Kerasharp.Callbacks;

namespace Kerasharp.Tests.Callbacks;

public class LogsTests
{
    [Fact]
    public void NumbersAreReadOnceAndOnlyWhenLookedAt()
    {
        int reads = 0;
        var logs = new Logs(() => new Dictionary<string, double> { ["loss"] = ++reads });
        Assert.Equal(0, reads);
        Assert.Equal(1, logs["loss"]);
        Assert.Equal(1, logs["loss"]);
        Assert.Equal(1, Assert.Single(logs).Value);
        Assert.Equal(1, reads);
    }

    [Fact]
    public void WhatWasNotLookedAtInTheHookIsGone()
    {
        var logs = new Logs(() => new Dictionary<string, double> { ["loss"] = 1 });
        logs.Close();
        Assert.StartsWith(
            "The logs of a batch were looked at after the hook",
            Assert.Throws<InvalidOperationException>(() => logs["loss"]).Message
        );

        var read = new Logs(() => new Dictionary<string, double> { ["loss"] = 1 });
        Assert.True(read.ContainsKey("loss"));
        read.Close();
        Assert.Equal(1, read["loss"]);
    }

    [Fact]
    public void OrderStaysAndUnknownNamesAreRefused()
    {
        var logs = new Logs([KeyValuePair.Create("loss", 1.0), KeyValuePair.Create("acc", 2.0)]);
        Assert.Equal(["loss", "acc"], logs.Keys);
        Assert.Equal([1.0, 2.0], logs.Values);
        Assert.False(logs.TryGetValue("val_loss", out _));
        Assert.Equal(
            "The logs were asked for 'val_loss'; they have 'loss', 'acc'. Use one of these names, or add the metric or the validation data.",
            Assert.Throws<KeyNotFoundException>(() => logs["val_loss"]).Message
        );
        Assert.Contains("they have nothing", Assert.Throws<KeyNotFoundException>(() => new Logs([])["loss"]).Message);
    }
}
