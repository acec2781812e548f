"""From the output of kubectl to the runbook for that cluster, in a browser."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

EKS = Path(__file__).parents[1] / "fixtures" / "clusters" / "eks-vpc-cni.json"


def test_a_cluster_on_eks_leads_to_its_result_and_its_runbook(visitor: Page) -> None:
    visitor.goto("/result?goals=mtls&priority=simplicity")
    expect(visitor.get_by_role("heading", name="In your cluster")).to_have_count(0)

    visitor.goto("/cluster")
    visitor.get_by_label("A file").set_input_files(EKS)
    visitor.get_by_role("button", name="Read the cluster").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("What your cluster says")
    expect(visitor.get_by_text("The cluster is Amazon EKS.")).to_be_visible()
    visitor.get_by_text("of your namespaces").click()
    visitor.get_by_role("checkbox", name="shop").check()
    visitor.get_by_label("Requests of your users per second").fill("250")
    visitor.get_by_role("button", name="Answer the other questions").click()

    visitor.get_by_role("checkbox", name=re.compile("Encrypt and authenticate")).check()
    visitor.get_by_role("button", name="Continue").click()
    visitor.get_by_role("radio", name=re.compile("Simplicity")).check()
    visitor.get_by_role("button", name="Continue").click()
    visitor.get_by_role("link", name="See the recommendation now").click()

    expect(visitor.get_by_role("heading", name="In your cluster")).to_be_visible()
    expect(visitor.get_by_role("heading", name="What each option would add here")).to_be_visible()
    expect(visitor.get_by_role("img", name=re.compile("^Cost a month, USD. "))).to_be_visible()
    expect(visitor.get_by_role("main")).to_contain_text("Cilium")

    visitor.get_by_role("link", name="Get the install runbook").click()
    expect(visitor.get_by_label("Platform", exact=True)).to_have_value("eks")
    expect(visitor.get_by_label("Kubernetes version")).to_have_value("1.34")
    expect(visitor.get_by_label("Observability")).to_have_value("existing_prometheus")
    expect(visitor.get_by_label("Namespaces", exact=True)).to_have_value("shop")
    expect(visitor.get_by_role("heading", name="In your cluster")).to_be_visible()


def test_the_whole_way_works_with_the_keyboard(visitor: Page) -> None:
    visitor.goto("/cluster")
    visitor.get_by_label("Or its text").focus()
    visitor.keyboard.insert_text(EKS.read_text(encoding="utf-8"))
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("What your cluster says")

    visitor.get_by_label("Requests of your users per second").focus()
    visitor.keyboard.insert_text("250")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("heading", name="What each option would add here")).to_be_visible()
    visitor.get_by_role("link", name="All figures with what they rest on").focus()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_label("Worker nodes")).to_have_value("2")
    visitor.get_by_label("USD per vCPU and hour").focus()
    visitor.keyboard.insert_text("0.05")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("main")).to_contain_text("at 0.05 a vCPU and hour")
    visitor.get_by_role("link", name="Back to the recommendation").press("Enter")
    expect(visitor).to_have_url(re.compile(r"/result\?.*usd_vcpu_hour=0.05.*platform=eks"))
